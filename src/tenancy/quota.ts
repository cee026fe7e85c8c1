import { err, ok, type Refusal, type Result, refuse } from "../result.ts";
import { type Actor, type Level, levelOf } from "./actor.ts";

/**
 * How a quota is counted. `stored`: what is in the database, in the transaction that adds to it. `kept`: the same, of
 * the last 24 hours. `under_way`: what is open right now, by each server in its memory. `each_minute`: by each server in
 * its memory.
 */
type Counting = "stored" | "kept" | "under_way" | "each_minute";

interface Quota {
  /** The most of it, unless the operator says otherwise. */
  readonly most: number;
  readonly counted: Counting;
  /** The things that are counted, and of whom. */
  readonly what: string;
  /** What a caller can do about it. */
  readonly relief: string;
}

const MIB = 1024 ** 2;

/**
 * How much one customer, one partner, one address, or everybody on one server may take. What a customer or a partner
 * takes is counted for all its people and tokens together. The vendor adds without a quota, but for `server_…` and
 * `address_…`.
 */
export const QUOTAS = {
  organization_users: {
    most: 250_000,
    counted: "stored",
    what: "users of one customer",
    relief: "remove users that left",
  },
  partner_organizations: {
    most: 200_000,
    counted: "stored",
    what: "customers of one partner",
    relief: "remove customers that left",
  },
  organization_people: {
    most: 200,
    counted: "stored",
    what: "administrators of one customer",
    relief: "remove administrators that left",
  },
  partner_people: {
    most: 2_000,
    counted: "stored",
    what: "administrators of one partner",
    relief: "remove administrators that left",
  },
  organization_tokens: {
    most: 100,
    counted: "stored",
    what: "tokens of one customer",
    relief: "revoke tokens that are not needed",
  },
  partner_tokens: {
    most: 1_000,
    counted: "stored",
    what: "tokens of one partner",
    relief: "revoke tokens that are not needed",
  },
  organization_forecast_links: {
    most: 50,
    counted: "stored",
    what: "forecast links of one customer",
    relief: "revoke one first",
  },
  partner_schedule_requests: {
    most: 1_000,
    counted: "stored",
    what: "requests of one partner without an answer",
    relief: "withdraw some",
  },
  organization_kept_answers: {
    most: 10_000,
    counted: "kept",
    what: "calls with an Idempotency-Key of one customer in 24 hours",
    relief: "send the others without a key, or as an import",
  },
  partner_kept_answers: {
    most: 100_000,
    counted: "kept",
    what: "calls with an Idempotency-Key of one partner in 24 hours",
    relief: "send the others without a key, or as an import",
  },
  organization_calls: {
    most: 12_000,
    counted: "each_minute",
    what: "calls of one customer in a minute",
    relief: "call less often",
  },
  partner_calls: {
    most: 60_000,
    counted: "each_minute",
    what: "calls of one partner in a minute",
    relief: "call less often",
  },
  organization_streams: {
    most: 100,
    counted: "under_way",
    what: "open event streams of one customer",
    relief: "close one first",
  },
  partner_streams: {
    most: 1_000,
    counted: "under_way",
    what: "open event streams of one partner",
    relief: "close one first",
  },
  organization_imports: {
    most: 1,
    counted: "under_way",
    what: "imports of one customer at a time",
    relief: "wait until the one under way has ended",
  },
  partner_imports: {
    most: 1,
    counted: "under_way",
    what: "imports of one partner at a time",
    relief: "wait until the one under way has ended",
  },
  server_import_bytes: {
    most: 4_096 * MIB,
    counted: "under_way",
    what: "bytes of all imports at a time",
    relief: "wait until those under way have ended",
  },
  server_upload_bytes: {
    most: 65_536 * MIB,
    counted: "under_way",
    what: "bytes of all resumable uploads that are not complete",
    relief: "complete or give up others first",
  },
  address_hashes: {
    most: 8,
    counted: "under_way",
    what: "passwords of one address at a time",
    relief: "send them one after another",
  },
  server_hashes: {
    most: 64,
    counted: "under_way",
    what: "passwords of everybody at a time",
    relief: "try again in a few seconds",
  },
} as const satisfies Readonly<Record<string, Quota>>;

export type QuotaName = keyof typeof QUOTAS;

/** The quotas that are counted in this way. */
export type QuotaCounted<How extends Counting> = {
  [Name in QuotaName]: (typeof QUOTAS)[Name]["counted"] extends How ? Name : never;
}[QuotaName];

export const QUOTA_NAMES = Object.keys(QUOTAS) as readonly QuotaName[];

/** The most of each. */
export type QuotaNumbers = Readonly<Record<QuotaName, number>>;

export const DEFAULT_QUOTAS = Object.fromEntries(
  QUOTA_NAMES.map((name) => [name, QUOTAS[name].most]),
) as QuotaNumbers;

/** The vendor, the partner or the organization at whose level somebody acts; `id` is null for the vendor. */
export interface Party {
  readonly level: Level;
  readonly id: string | null;
}

export function partyOf({ role, partnerId, organizationId }: Omit<Actor, "id" | "displayName">): Party {
  const level = levelOf(role);
  return { level, id: { vendor: null, partner: partnerId, organization: organizationId }[level] };
}

/** A party as one text, by which it is counted. */
export function formatParty({ level, id }: Party): string {
  return id === null ? level : `${level}:${id}`;
}

/** What both customers and partners have a quota of. */
type PartyThing = {
  [Name in QuotaName]: Name extends `organization_${infer Thing}`
    ? `partner_${Thing}` extends QuotaName
      ? Thing
      : never
    : never;
}[QuotaName];

/** The quota of a party for a thing, or null if the party is the vendor, which has none. */
export function quotaFor<Thing extends PartyThing>(
  thing: Thing,
  { level }: Party,
): `organization_${Thing}` | `partner_${Thing}` | null {
  return level === "vendor" ? null : `${level}_${thing}`;
}

/** Whether there may be one more, or `more`, beside those that there are. Refuses `quota_reached`. */
export function withinQuota(
  quotas: QuotaNumbers,
  name: QuotaName,
  present: number,
  more = 1,
): Result<true, Refusal<"quota_reached">> {
  return present + more <= quotas[name] ? ok(true) : err(quotaReached(quotas, name));
}

/** The refusal of what would be more than a quota. */
export function quotaReached(quotas: QuotaNumbers, name: QuotaName): Refusal<"quota_reached"> {
  const { what, relief } = QUOTAS[name];
  const message = `The quota ${name} is reached: at most ${quotas[name]} ${what}; ${relief}, or ask whoever runs this server for more.`;
  return { ...refuse("quota_reached", message), quota: { name, most: quotas[name] } };
}
