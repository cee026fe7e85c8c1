import {
  type Act,
  type ActKind,
  type Deed,
  organizationActor,
  partnerActor,
  VENDOR,
} from "../commands/command.ts";
import { addDays, type Instant } from "../instant.ts";
import { MAX_DEFERRAL_WEEKS, type Schedule } from "../policy/schedule.ts";
import type { Actor } from "../tenancy/actor.ts";
import type { Chance } from "./chance.ts";
import type { Span } from "./random-change.ts";
import type { Settlement, Settler } from "./settlement.ts";

const DAY_MS = 86_400_000;

/** How often each thing is tried, in a thousand. */
const WEIGHTS = {
  save_partner_settings: 40,
  set_feature: 15,
  save_organization_settings: 555,
  return_to_inheritance: 130,
  open_settings: 60,
  set_partners: 80,
  switch_user: 120,
} as const satisfies Partial<Record<ActKind, number>>;

/** What partners' and customers' administrators try: most partners set a default first, then whatever comes to mind. */
export function planAdministrators(chance: Chance, settlement: Settlement, span: Span): readonly Deed[] {
  const { settledAt, endAt } = span;
  const { organizations, partners } = settlement;
  const soon = () => addDays(settledAt, chance.between(1, 10 * 24) / 24);
  const defaults = partners
    .filter(() => chance.percent(70))
    .map(({ id: partnerId }): Deed => {
      const act: Act = {
        kind: "save_partner_settings",
        partnerId,
        change: { schedule: anySchedule(chance) },
      };
      return { at: soon(), actor: partnerActor(partnerId), act };
    });
  const first = Math.min(2_000, Math.ceil(organizations.length / 5));
  const beginnings = Array.from({ length: first }, () => deed(chance, settlement, soon()));
  const days = (endAt - settledAt) / DAY_MS;
  const count = Math.round(days * Math.min(20, Math.max(2, organizations.length / 1000)));
  const whole = Math.floor((endAt - settledAt) / 1000) - 1;
  const later = Array.from({ length: count }, () =>
    deed(chance, settlement, (settledAt + 1000 * chance.between(1, whole)) as Instant),
  );
  return [...defaults, ...beginnings, ...later];
}

function deed(chance: Chance, settlement: Settlement, at: Instant): Deed {
  const kind = chance.weighted(WEIGHTS);
  const one = chance.pick(settlement.organizations);
  const { id: organizationId } = one.organization;
  switch (kind) {
    case "save_partner_settings": {
      const { id: partnerId } = chance.pick(settlement.partners);
      return { at, actor: partnerActor(partnerId), act: { kind, partnerId, change: partnerChange(chance) } };
    }
    case "set_feature": {
      const { id: partnerId } = chance.pick(settlement.partners);
      return { at, actor: VENDOR, act: { kind, partnerId, isOn: chance.percent(70) } };
    }
    case "save_organization_settings": {
      const actor = somebody(chance, one);
      return { at, actor, act: { kind, organizationId, change: organizationChange(chance, actor) } };
    }
    case "return_to_inheritance":
      return { at, actor: somebody(chance, one), act: { kind, organizationId } };
    case "open_settings":
      return { at, actor: organizationActor(organizationId), act: { kind, organizationId } };
    case "set_partners":
      return {
        at,
        actor: VENDOR,
        act: { kind, organizationId, partnerIds: otherPartners(chance, settlement, one) },
      };
    case "switch_user":
      return switchUser(chance, settlement, one, at);
  }
}

/** A partner of the organization's first days (it may serve it no more), its own administrator, or the vendor. */
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

/** Partners come and go: another one, one more, or none. */
function otherPartners(
  chance: Chance,
  { partners }: Settlement,
  { organization }: Settler,
): readonly string[] {
  const { partnerIds } = organization;
  const another = chance.pick(partners).id;
  return chance.pick([[another], [...new Set([...partnerIds, another])], partnerIds, []]);
}

function switchUser(chance: Chance, { users, organizations }: Settlement, one: Settler, at: Instant): Deed {
  const kind = "switch_user";
  const user = users.length === 0 ? null : chance.pick(users);
  const isOn = chance.percent(65);
  if (!user) return { at, actor: VENDOR, act: { kind, userId: one.organization.id, isOn } };
  const owner = organizations.find(({ organization }) => organization.id === user.organizationId) ?? one;
  return { at, actor: somebody(chance, owner), act: { kind, userId: user.id, isOn } };
}
