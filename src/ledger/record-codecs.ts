import type { Block, OsRange } from "../catalog/block.ts";
import { type Build, NO_EXTRAS } from "../catalog/build.ts";
import type { Product } from "../catalog/product.ts";
import { NO_LIMITS, type Release } from "../catalog/release.ts";
import type { Schedule } from "../policy/schedule.ts";
import type { RequestAnswer, ScheduleRequest } from "../policy/schedule-request.ts";
import type {
  OrganizationSettings,
  PartnerSettings,
  PerOrganizationSettings,
  SetSchedule,
  UserSettings,
} from "../policy/settings.ts";
import type { Actor, Role } from "../tenancy/actor.ts";
import type { Administrator } from "../tenancy/administrator.ts";
import { NO_NUMBERS } from "../tenancy/customer-number.ts";
import type { Enrolment, EnrolmentKey } from "../tenancy/enrolment.ts";
import type { ForecastLink } from "../tenancy/forecast-link.ts";
import type { Organization, User } from "../tenancy/organization.ts";
import type { Partner } from "../tenancy/partner.ts";
import type { Kept } from "../tenancy/sponsor.ts";
import type { Token } from "../tenancy/token.ts";
import {
  ACTOR_REFERENCE,
  type Codec,
  dictionary,
  INSTANT,
  idOf,
  type Json,
  list,
  nullable,
  OS_VERSION,
  object,
  plain,
  VERSION,
} from "./codec.ts";

const TEXT = plain<string>();
const PARTNER_ID = idOf("partner");
const ORGANIZATION_ID = idOf("organization");
const ACTOR_FIELDS = {
  id: TEXT,
  displayName: TEXT,
  role: plain<Role>(),
  partnerId: nullable(PARTNER_ID),
  organizationId: nullable(ORGANIZATION_ID),
  organizationIds: nullable(list(ORGANIZATION_ID)),
};
const ACTOR = object<Actor>(ACTOR_FIELDS);
const SET_SCHEDULE = object<SetSchedule>({
  schedule: plain<Schedule>(),
  setBy: ACTOR_REFERENCE,
  setAt: INSTANT,
});
const PER_ORGANIZATION = object<PerOrganizationSettings>({
  schedule: nullable(SET_SCHEDULE),
  allowCustomerOverride: plain(),
});
/** Ids as a set: the order of partners never matters (R10). */
const PARTNER_IDS: Codec<readonly string[]> = {
  encode: (ids, reader) => list(PARTNER_ID).encode([...ids].sort(), reader),
  decode: list(PARTNER_ID).decode,
};
const OS_RANGE = object<OsRange>({ from: nullable(OS_VERSION), below: nullable(OS_VERSION) });
/** R31: the blocks of a release; also what the database holds of them. */
export const BLOCKS: Codec<readonly Block[]> = list(
  object<Block>({
    platform: plain(),
    arch: plain(),
    osVersion: nullable(OS_RANGE),
    reason: TEXT,
    until: nullable(INSTANT),
  }),
);
/** The answer to a request of one partner to another; also what the database has of it. */
export const REQUEST_ANSWER = object<RequestAnswer>({
  kind: plain(),
  answeredAt: INSTANT,
  answeredBy: ACTOR_REFERENCE,
  note: plain(),
});
const KEPT = object<Kept>({ sponsor: ACTOR_REFERENCE, reason: TEXT });
const SAVED = { updatedAt: nullable(INSTANT), updatedBy: nullable(ACTOR_REFERENCE) };

/** The codecs of all records in the ledger, to JSON that people can read: instants as ISO 8601, versions dotted. */
export const RECORD_CODECS = {
  partner: object<Partner>({ id: TEXT, name: TEXT, features: plain(), createdAt: INSTANT }),
  partner_settings: object<PartnerSettings>({
    schedule: nullable(SET_SCHEDULE),
    allowCustomerOverride: plain(),
    ...SAVED,
  }),
  organization: withDefaults<Organization, "customerNumbers">(
    { customerNumbers: NO_NUMBERS },
    {
      id: TEXT,
      name: TEXT,
      partnerIds: PARTNER_IDS,
      customerNumbers: dictionary(PARTNER_ID, TEXT),
      createdAt: INSTANT,
    },
  ),
  organization_settings: object<OrganizationSettings>({
    own: nullable(SET_SCHEDULE),
    partners: dictionary(PARTNER_ID, PER_ORGANIZATION),
    legacy: nullable(
      object<NonNullable<OrganizationSettings["legacy"]>>({
        frequency: plain(),
        weeks: plain(),
        setAt: INSTANT,
      }),
    ),
  }),
  user: object<User>({
    id: TEXT,
    organizationId: ORGANIZATION_ID,
    displayName: TEXT,
    email: TEXT,
    createdAt: INSTANT,
  }),
  user_settings: object<UserSettings>({ allowAutomaticUpgrades: plain(), ...SAVED }),
  release: withDefaults<Release, keyof typeof NO_LIMITS>(NO_LIMITS, {
    id: TEXT,
    version: VERSION,
    automaticAt: INSTANT,
    slowAt: nullable(INSTANT),
    rolloutDays: plain(),
    critical: plain(),
    notes: TEXT,
    state: plain(),
    floor: plain(),
    supportEndsAt: nullable(INSTANT),
    expiresAt: nullable(INSTANT),
    warnDays: plain(),
    expiryReason: plain(),
    blocks: BLOCKS,
  }),
  build: withDefaults<Build, keyof typeof NO_EXTRAS>(NO_EXTRAS, {
    id: TEXT,
    releaseId: idOf("release"),
    platform: plain(),
    arch: plain(),
    format: plain(),
    fileName: TEXT,
    size: plain(),
    sha256: plain(),
    sha512: TEXT,
    url: plain(),
    addedAt: INSTANT,
    proofs: plain(),
    appVersion: plain(),
    updaters: plain(),
    minimumOsVersion: nullable(OS_VERSION),
    maximumOsVersion: nullable(OS_VERSION),
    companions: plain(),
  }),
  product: object<Product>({ updaters: plain() }),
  token: withKept<Token>({
    id: TEXT,
    name: TEXT,
    actor: ACTOR,
    expiresAt: nullable(INSTANT),
    createdAt: INSTANT,
    createdBy: ACTOR_REFERENCE,
  }),
  administrator: withKept<Administrator>({
    ...ACTOR_FIELDS,
    email: TEXT,
    createdAt: INSTANT,
    disabledAt: nullable(INSTANT),
  }),
  forecast_link: withKept<ForecastLink>({
    id: TEXT,
    organizationId: ORGANIZATION_ID,
    createdAt: INSTANT,
    createdBy: ACTOR_REFERENCE,
  }),
  schedule_request: object<ScheduleRequest>({
    id: TEXT,
    organizationId: ORGANIZATION_ID,
    fromPartnerId: PARTNER_ID,
    toPartnerId: PARTNER_ID,
    schedule: plain(),
    note: plain(),
    createdAt: INSTANT,
    createdBy: ACTOR_REFERENCE,
    answer: nullable(REQUEST_ANSWER),
  }),
  enrolment: object<Enrolment>({
    organizationId: ORGANIZATION_ID,
    required: plain(),
    made: plain(),
    keys: list(object<EnrolmentKey>({ number: plain(), createdAt: INSTANT, tagDigest: plain() })),
  }),
};

/**
 * The codec of a record whose fields with defaults came later. It omits those that say no more than their default, so that
 * older records are written, and hashed, as before.
 */
function withDefaults<Record extends object, Name extends keyof Record & string>(
  defaults: { readonly [Field in Name]: Record[Field] },
  fields: { readonly [Field in keyof Record]-?: Codec<Record[Field]> },
): Codec<Record> {
  const all = object<Record>(fields);
  const usual = Object.entries(defaults).map(([name, value]) => {
    return [name, fields[name as Name].encode(value as Record[Name])] as const;
  });
  const written = new Map(usual.map(([name, json]) => [name, JSON.stringify(json)]));
  return {
    encode(record, reader) {
      const entries = Object.entries(all.encode(record, reader) as object);
      return Object.fromEntries(entries.filter(([name, json]) => written.get(name) !== JSON.stringify(json)));
    },
    decode: (json) =>
      all.decode({ ...Object.fromEntries(usual), ...(json as { readonly [name: string]: Json }) }),
  };
}

/** The codec of a record that can be kept. It omits `kept` if it was not, so that older records are hashed as before. */
function withKept<Record extends { readonly kept?: Kept }>(
  fields: {
    readonly [Name in keyof Omit<Record, "kept">]-?: Codec<Omit<Record, "kept">[Name]>;
  },
): Codec<Record> {
  const identity = object<Omit<Record, "kept">>(fields);
  return {
    encode(record, reader) {
      const encoded = identity.encode(record, reader) as object;
      return record.kept ? { ...encoded, kept: KEPT.encode(record.kept, reader) } : { ...encoded };
    },
    decode(json) {
      const { kept } = json as { readonly kept?: Json };
      return { ...identity.decode(json), ...(kept !== undefined && { kept: KEPT.decode(kept) }) } as Record;
    },
  };
}
