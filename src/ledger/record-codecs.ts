import { type Build, NO_EXTRAS } from "../catalog/build.ts";
import type { Product } from "../catalog/product.ts";
import type { Release } from "../catalog/release.ts";
import type { Schedule } from "../policy/schedule.ts";
import type {
  OrganizationSettings,
  PartnerSettings,
  PerOrganizationSettings,
  SetSchedule,
  UserSettings,
} from "../policy/settings.ts";
import type { Actor, Role } from "../tenancy/actor.ts";
import type { Administrator } from "../tenancy/administrator.ts";
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
  organization: object<Organization>({
    id: TEXT,
    name: TEXT,
    partnerIds: PARTNER_IDS,
    createdAt: INSTANT,
  }),
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
  release: object<Release>({
    id: TEXT,
    version: VERSION,
    automaticAt: INSTANT,
    slowAt: nullable(INSTANT),
    rolloutDays: plain(),
    critical: plain(),
    notes: TEXT,
    state: plain(),
  }),
  build: withExtras({
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
};

type BuildIdentity = Omit<Build, keyof typeof NO_EXTRAS>;

/**
 * The codec of a build. It omits what says nothing, so that older builds are written, and hashed, as before.
 */
function withExtras(fields: Parameters<typeof object<BuildIdentity>>[0]): Codec<Build> {
  const identity = object<BuildIdentity>(fields);
  return {
    encode({ proofs, appVersion, updaters, companions, ...build }, reader) {
      const extras = Object.entries({ proofs, appVersion, updaters, companions });
      const said = extras.filter(([, value]) => !saysNothing(value));
      return { ...(identity.encode(build, reader) as object), ...(Object.fromEntries(said) as object) };
    },
    decode(json) {
      const { proofs, appVersion, updaters, companions } = { ...NO_EXTRAS, ...(json as Partial<Build>) };
      return { ...identity.decode(json), proofs, appVersion, updaters, companions };
    },
  };
}

function saysNothing(extra: string | object | null): boolean {
  return extra === null || (typeof extra === "object" && Object.keys(extra).length === 0);
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
