import type { CommandKind } from "../commands/command.ts";
import { addDays, type Instant } from "../instant.ts";
import { MAX_DEFERRAL_WEEKS, type Schedule } from "../policy/schedule.ts";
import type { Actor } from "../tenancy/actor.ts";
import { RELEASE_MANAGEMENT_FEATURE } from "../tenancy/partner.ts";
import { organizationActor, partnerActor, VENDOR } from "./actors.ts";
import type { Chance } from "./chance.ts";
import { type PlannedChange, planChange } from "./planned-change.ts";
import type { Settlement, Settler } from "./settlement.ts";
import type { Span } from "./simulation-wish.ts";

const DAY_MS = 86_400_000;

/** How often each command is tried, in a thousand. */
const WEIGHTS = {
  change_partner_settings: 40,
  change_partner: 15,
  change_organization_settings: 555,
  return_to_inheritance: 130,
  migrate_legacy_settings: 60,
  change_organization: 80,
  change_user_settings: 120,
} as const satisfies Partial<Record<CommandKind, number>>;

/**
 * The changes that administrators of partners and customers try: most partners set a default first, then random ones.
 */
export function planAdministrators(
  chance: Chance,
  settlement: Settlement,
  span: Span,
): readonly PlannedChange[] {
  const { settledAt, endAt } = span;
  const { organizations, partners } = settlement;
  const soon = () => addDays(settledAt, chance.between(1, 10 * 24) / 24);
  const defaults = partners
    .filter(() => chance.percent(70))
    .map(({ id }) => {
      const change = { schedule: anySchedule(chance) };
      return planChange(soon(), partnerActor(id), { kind: "change_partner_settings", id, change });
    });
  const first = Math.min(2_000, Math.ceil(organizations.length / 5));
  const beginnings = Array.from({ length: first }, () => anyChange(chance, settlement, soon()));
  const days = (endAt - settledAt) / DAY_MS;
  const count = Math.round(days * Math.min(20, Math.max(2, organizations.length / 1000)));
  const whole = Math.floor((endAt - settledAt) / 1000) - 1;
  const later = Array.from({ length: count }, () =>
    anyChange(chance, settlement, (settledAt + 1000 * chance.between(1, whole)) as Instant),
  );
  return [...defaults, ...beginnings, ...later];
}

function anyChange(chance: Chance, settlement: Settlement, at: Instant): PlannedChange {
  const kind = chance.weighted(WEIGHTS);
  const one = chance.pick(settlement.organizations);
  const { id } = one.organization;
  switch (kind) {
    case "change_partner_settings": {
      const partner = chance.pick(settlement.partners);
      const command = { kind, id: partner.id, change: partnerChange(chance) };
      return planChange(at, partnerActor(partner.id), command);
    }
    case "change_partner": {
      const partner = chance.pick(settlement.partners);
      const features = chance.percent(70)
        ? [RELEASE_MANAGEMENT_FEATURE as typeof RELEASE_MANAGEMENT_FEATURE]
        : [];
      return planChange(at, VENDOR, { kind, id: partner.id, features });
    }
    case "change_organization_settings": {
      const actor = somebody(chance, one);
      return planChange(at, actor, { kind, id, change: organizationChange(chance, actor) });
    }
    case "return_to_inheritance":
      return planChange(at, somebody(chance, one), { kind, id });
    case "migrate_legacy_settings":
      return planChange(at, organizationActor(id), { kind, id });
    case "change_organization":
      return planChange(at, VENDOR, { kind, id, partnerIds: otherPartners(chance, settlement, one) });
    case "change_user_settings":
      return switchUser(chance, settlement, one, at);
  }
}

/** A partner that served the organization at first (and may not any more), its own administrator, or the vendor. */
function somebody(chance: Chance, { organization: { id, partnerIds } }: Settler): Actor {
  const reads = chance.percent(5);
  if (partnerIds.length > 0 && chance.percent(50)) {
    return partnerActor(chance.pick(partnerIds), reads ? "partner_read_only" : "partner_full_admin");
  }
  if (chance.percent(6)) return VENDOR;
  return organizationActor(id, reads ? "organization_read_only" : "organization_full_admin");
}

function partnerChange(chance: Chance) {
  if (chance.percent(25)) return { allowCustomerOverride: chance.percent(60) };
  return { schedule: chance.percent(10) ? null : anySchedule(chance) };
}

function organizationChange(chance: Chance, actor: Actor) {
  const schedule = anySchedule(chance);
  if (actor.partnerId === null || chance.percent(85)) return { schedule };
  const allowCustomerOverride = chance.percent(60);
  return chance.percent(50) ? { allowCustomerOverride } : { schedule, allowCustomerOverride };
}

function anySchedule(chance: Chance): Schedule {
  const cadence = chance.pick(["automatic", "latest", "latest", "slow", "slow"] as const);
  if (cadence === "automatic") return { cadence };
  return { cadence, deferralWeeks: chance.between(0, MAX_DEFERRAL_WEEKS[cadence]) };
}

/** Other partners for an organization: a different one, one more, the same, or none. */
function otherPartners(
  chance: Chance,
  { partners }: Settlement,
  { organization }: Settler,
): readonly string[] {
  const { partnerIds } = organization;
  const another = chance.pick(partners).id;
  return chance.pick([[another], [...new Set([...partnerIds, another])], partnerIds, []]);
}

function switchUser(
  chance: Chance,
  { users, organizations }: Settlement,
  one: Settler,
  at: Instant,
): PlannedChange {
  const kind = "change_user_settings";
  const user = users.length === 0 ? null : chance.pick(users);
  const allowAutomaticUpgrades = chance.percent(65);
  if (!user) return planChange(at, VENDOR, { kind, id: one.organization.id, allowAutomaticUpgrades });
  const owner = organizations.find(({ organization }) => organization.id === user.organizationId) ?? one;
  return planChange(at, somebody(chance, owner), { kind, id: user.id, allowAutomaticUpgrades });
}
