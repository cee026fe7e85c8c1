import type { LegacySettings } from "../../policy/legacy.ts";
import { type OrganizationSettings, UNCONFIGURED_ORGANIZATION } from "../../policy/settings.ts";
import { ok, type Refusal, type Result } from "../../result.ts";
import type { Database } from "../../store/database.ts";
import type { Recorder } from "../../store/ledger/change.ts";
import { lineupsOfNew } from "../../store/tables/partner-lineup.ts";
import type { Actor } from "../../tenancy/actor.ts";
import type { Attempt } from "../../tenancy/attempt.ts";
import { type CustomerNumberChange, changeNumbers, NO_NUMBERS } from "../../tenancy/customer-number.ts";
import type { Organization } from "../../tenancy/organization.ts";
import { may } from "../../tenancy/permission.ts";
import { DEFAULT_QUOTAS, type QuotaNumbers } from "../../tenancy/quota.ts";
import { notAllowed, notFound } from "../../tenancy/refusals.ts";
import { type Decider, decideOne } from "../batch.ts";
import type { Definition } from "../definition.ts";
import { QuotaTally } from "../quotas.ts";
import { NumbersInUse } from "./numbers-in-use.ts";
import { findKnownPartners, mayChangePartners, mayEnterServedBy } from "./served-by.ts";

/**
 * Creates a customer organization, alone or as one line of an import. The schedule that it inherits then is its first
 * one, and no change (R15).
 */
export interface CreateOrganization {
  readonly kind: "create_organization" | "import_organizations";
  readonly id: string;
  readonly name: string;
  readonly partnerIds: readonly string[];
  readonly customerNumbers?: readonly CustomerNumberChange[] | undefined;
  /** R23: its settings in the older feature, if it had any. */
  readonly legacySettings?: LegacySettings | undefined;
}

/** A new organization, and its settings or null if it has none. */
export interface NewOrganization {
  readonly organization: Organization;
  readonly settings: OrganizationSettings | null;
}

export const createOrganization: Definition<CreateOrganization, Organization> = {
  permit: (actor) => (may(actor, "manage_organizations") ? ok(true) : notAllowed("add organizations")),
  perform: async (change, { actor, at }, command) => {
    const decided = await decideOne(organizationDecider(actor, change.quotas), change.database, command, at);
    if (!decided.ok) return decided;
    await recordOrganizations(change, command.kind, [decided.value]);
    return ok(decided.value.organization);
  },
};

/** Decides about new organizations, batch after batch; looks each partner up only once. */
export function organizationDecider(
  actor: Actor,
  quotas: QuotaNumbers = DEFAULT_QUOTAS,
): Decider<CreateOrganization, NewOrganization> {
  const known = new Map<string, boolean>();
  const tally = new QuotaTally(actor, "partner_organizations", quotas);
  const numbers = new NumbersInUse();
  return {
    decide: async (database, commands, at) => {
      const partnerIds = [...new Set(commands.flatMap((command) => command.partnerIds))];
      await learnPartners(database, known, partnerIds);
      return commands.map((command) => decide({ actor, at }, known, command));
    },
    count: async (database, decisions) => {
      const organizations = decisions.map(({ organization }) => organization);
      const claimed = await numbers.claim(database, organizations);
      const within = await tally.addEach(
        database,
        organizations.map(({ partnerIds }, place) => (claimed[place]?.ok ? partnerIds : [])),
      );
      return claimed.map((one, place) => (one.ok ? (within[place] ?? one) : one));
    },
  };
}

/**
 * Makes what new organizations share, so that those that are written before the ledger's lock is held neither wait for
 * other changes nor hold them up.
 */
export async function prepareOrganizations(
  database: Database,
  decided: readonly NewOrganization[],
): Promise<void> {
  await lineupsOfNew(
    database,
    decided.map(({ organization }) => organization.partnerIds),
  );
}

async function learnPartners(
  database: Database,
  known: Map<string, boolean>,
  partnerIds: readonly string[],
): Promise<void> {
  const ids = partnerIds.filter((id) => !known.has(id));
  const existing = new Set(await findKnownPartners(database, ids));
  for (const id of ids) known.set(id, existing.has(id));
}

function decide(
  { actor, at }: Attempt,
  known: ReadonlyMap<string, boolean>,
  { id, name, partnerIds, customerNumbers = [], legacySettings }: CreateOrganization,
): Result<NewOrganization, Refusal> {
  const entered = mayEnterServedBy(actor, partnerIds);
  if (!entered.ok) return entered;
  const mine = mayChangePartners(actor, partnerIds);
  if (!mine.ok) return mine;
  if (!partnerIds.every((partnerId) => known.get(partnerId))) return notFound("partner");
  const numbers = changeNumbers(actor, NO_NUMBERS, partnerIds, customerNumbers);
  if (!numbers.ok) return numbers;
  const organization = { id, name, partnerIds, customerNumbers: numbers.value, createdAt: at };
  const legacy = legacySettings ? { ...legacySettings, setAt: at } : null;
  return ok({ organization, settings: legacy && { ...UNCONFIGURED_ORGANIZATION, legacy } });
}

export async function recordOrganizations(
  change: Recorder,
  action: CreateOrganization["kind"],
  decided: readonly NewOrganization[],
): Promise<void> {
  const before = null;
  await change.recordAll(
    decided.map(({ organization: after }) => {
      return { subject: "organization", id: after.id, action, before, after } as const;
    }),
  );
  await change.recordAll(
    decided.flatMap(({ organization: { id }, settings: after }) =>
      after ? [{ subject: "organization_settings", id, action, before, after } as const] : [],
    ),
  );
}
