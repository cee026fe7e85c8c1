import type { Build } from "../catalog/build.ts";
import type { Product } from "../catalog/product.ts";
import type { Release } from "../catalog/release.ts";
import type { ScheduleRequest } from "../policy/schedule-request.ts";
import type { OrganizationSettings, PartnerSettings, UserSettings } from "../policy/settings.ts";
import type { Actor } from "../tenancy/actor.ts";
import type { Administrator } from "../tenancy/administrator.ts";
import type { Enrolment } from "../tenancy/enrolment.ts";
import type { ForecastLink } from "../tenancy/forecast-link.ts";
import type { Organization, User } from "../tenancy/organization.ts";
import type { Partner } from "../tenancy/partner.ts";
import type { Token } from "../tenancy/token.ts";
import type { Codec, Json, RecordReader } from "./codec.ts";
import { RECORD_CODECS } from "./record-codecs.ts";

/** Each subject of the ledger and its record. Settings have no id of their own; their entries carry their owner's. */
export interface Subjects {
  partner: Partner;
  partner_settings: PartnerSettings;
  organization: Organization;
  organization_settings: OrganizationSettings;
  user: User;
  user_settings: UserSettings;
  release: Release;
  build: Build;
  product: Product;
  token: Token;
  administrator: Administrator;
  forecast_link: ForecastLink;
  schedule_request: ScheduleRequest;
  enrolment: Enrolment;
}
export type Subject = keyof Subjects;

/** What a subject's entries are about: whose id they contain, and so who can be concerned. */
export type About<Record> =
  /** Nobody in particular, such as a release; the id is the record's own. */
  | { readonly kind: "everyone" }
  /** A partner, by its id. */
  | { readonly kind: "partner" }
  /**
   * An organization, by its id. `partnerIdsOf` reads which partners serve it, or is null if the record does not say.
   */
  | {
      readonly kind: "organization";
      readonly partnerIdsOf: ((record: Record) => readonly string[]) | null;
    }
  /** A user, by its id. `organizationIdOf` is null if the record does not contain it; then the change must name it. */
  | { readonly kind: "user"; readonly organizationIdOf: ((record: Record) => string) | null }
  | Belonging<Record>
  /** A person or a program that acts in a role; the id is the record's own. */
  | ActorSubject<Record>;

/** Something that belongs to an organization; the id is the record's own. */
interface Belonging<Record> {
  readonly kind: "belonging";
  readonly organizationIdOf: (record: Record) => string;
  /**
   * The fields with the ids of the partners that it is between: no other partner of the organization learns of it. Null if
   * it is no matter between partners.
   */
  readonly between: readonly (keyof Record & string)[] | null;
}

interface ActorSubject<Record> {
  readonly kind: "actor";
  readonly actorOf: (record: Record) => Actor;
  /** Whether the record lets the actor sign in. */
  readonly mayAct: (record: Record) => boolean;
}

/**
 * Who outside the vendor may know of an entry, and how much. `everyone`: that something changed, not by whom.
 * `concerned`: those who see what it is about; by whom only if they read the audit. `auditors`: only those of the
 * concerned who read the audit.
 */
export type Audience = "everyone" | "concerned" | "auditors";

/**
 * What a subject decides for installations. `standing`: the schedule of an organization or a user (R6 to R13, R24).
 * `calendar`: which releases there are, and when (R2 to R5). `wording`: only what an updater's answer says besides.
 * `counting`: only which installations are counted.
 */
export type Decides = "standing" | "calendar" | "wording" | "counting" | "nothing";

/** Everything that the code needs to know about one subject of the ledger. */
interface SubjectDescription<Record> {
  /** Its name for people, in the singular. */
  readonly noun: string;
  readonly codec: Codec<Record>;
  readonly about: About<Record>;
  readonly audience: Audience;
  readonly decides: Decides;
  /** The field of the record that names it in the audit, or null if the audit uses its owner's name or none. */
  readonly namedBy: (keyof Record & ("name" | "displayName" | "version")) | null;
}

/**
 * The subjects of the ledger as one table. What lists, streams, memory and checks do with an entry follows from it; a
 * new subject in {@link Subjects} does not compile without a row here.
 */
const SUBJECT_TABLE = {
  partner: {
    noun: "partner",
    codec: RECORD_CODECS.partner,
    about: { kind: "partner" },
    audience: "concerned",
    decides: "nothing",
    namedBy: "name",
  },
  partner_settings: {
    noun: "partner settings",
    codec: RECORD_CODECS.partner_settings,
    about: { kind: "partner" },
    audience: "concerned",
    decides: "standing",
    namedBy: null,
  },
  organization: {
    noun: "organization",
    codec: RECORD_CODECS.organization,
    about: { kind: "organization", partnerIdsOf: ({ partnerIds }) => partnerIds },
    audience: "concerned",
    decides: "standing",
    namedBy: "name",
  },
  organization_settings: {
    noun: "organization settings",
    codec: RECORD_CODECS.organization_settings,
    about: { kind: "organization", partnerIdsOf: null },
    audience: "concerned",
    decides: "standing",
    namedBy: null,
  },
  user: {
    noun: "user",
    codec: RECORD_CODECS.user,
    about: { kind: "user", organizationIdOf },
    audience: "concerned",
    decides: "standing",
    namedBy: "displayName",
  },
  user_settings: {
    noun: "user settings",
    codec: RECORD_CODECS.user_settings,
    about: { kind: "user", organizationIdOf: null },
    audience: "concerned",
    decides: "standing",
    namedBy: null,
  },
  release: {
    noun: "release",
    codec: RECORD_CODECS.release,
    about: { kind: "everyone" },
    audience: "everyone",
    decides: "calendar",
    namedBy: "version",
  },
  build: {
    noun: "build",
    codec: RECORD_CODECS.build,
    about: { kind: "everyone" },
    audience: "everyone",
    decides: "calendar",
    namedBy: null,
  },
  product: {
    noun: "product",
    codec: RECORD_CODECS.product,
    about: { kind: "everyone" },
    audience: "auditors",
    decides: "wording",
    namedBy: null,
  },
  token: {
    noun: "token",
    codec: RECORD_CODECS.token,
    about: actor(() => true),
    audience: "auditors",
    decides: "nothing",
    namedBy: null,
  },
  administrator: {
    noun: "administrator",
    codec: RECORD_CODECS.administrator,
    about: actor(({ disabledAt }) => disabledAt === null),
    audience: "auditors",
    decides: "nothing",
    namedBy: null,
  },
  forecast_link: {
    noun: "forecast link",
    codec: RECORD_CODECS.forecast_link,
    about: { kind: "belonging", organizationIdOf, between: null },
    audience: "auditors",
    decides: "nothing",
    namedBy: null,
  },
  schedule_request: {
    noun: "schedule request",
    codec: RECORD_CODECS.schedule_request,
    about: { kind: "belonging", organizationIdOf, between: ["fromPartnerId", "toPartnerId"] },
    audience: "concerned",
    decides: "nothing",
    namedBy: null,
  },
  enrolment: {
    noun: "enrolment",
    codec: RECORD_CODECS.enrolment,
    about: { kind: "belonging", organizationIdOf, between: null },
    audience: "concerned",
    decides: "counting",
    namedBy: null,
  },
} satisfies { readonly [S in Subject]: SubjectDescription<Subjects[S]> };

function organizationIdOf({ organizationId }: { readonly organizationId: string }): string {
  return organizationId;
}

/** A record that is an actor or contains one as `actor`; the store's lists read the same from the JSON. */
function actor<Record extends Actor | { readonly actor: Actor }>(
  mayAct: (record: Record) => boolean,
): ActorSubject<Record> {
  return { kind: "actor", actorOf: (record) => ("actor" in record ? record.actor : record), mayAct };
}

/** The subjects that decide `What`. */
export type SubjectThatDecides<What extends Decides> = {
  [S in Subject]: What extends (typeof SUBJECT_TABLE)[S]["decides"] ? S : never;
}[Subject];

const DESCRIPTIONS: { readonly [S in Subject]: SubjectDescription<Subjects[S]> } = SUBJECT_TABLE;

export const SUBJECTS = Object.keys(DESCRIPTIONS) as readonly Subject[];

/** The row of a subject in the table of subjects. */
export function describeSubject<S extends Subject>(subject: S): SubjectDescription<Subjects[S]> {
  return DESCRIPTIONS[subject];
}

/** The subjects whose entries are about this kind. */
export function subjectsAbout(kind: About<never>["kind"]): readonly Subject[] {
  return SUBJECTS.filter((subject) => DESCRIPTIONS[subject].about.kind === kind);
}

/** A subject whose records are between partners, and the fields with the ids of these. */
export interface SubjectBetween {
  readonly subject: Subject;
  readonly fields: readonly string[];
}

/** The subjects that not every partner of an organization learns of. */
export const SUBJECTS_BETWEEN_PARTNERS: readonly SubjectBetween[] = SUBJECTS.flatMap((subject) => {
  const { about } = DESCRIPTIONS[subject];
  return about.kind === "belonging" && about.between ? [{ subject, fields: about.between }] : [];
});

/** A subject with the id of one record. */
export interface SubjectReference {
  readonly subject: Subject;
  readonly id: string;
}

/** The subjects whose entries contain this id: the partner, organization or user itself, and its settings. */
export function referencesTo(
  kind: "partner" | "organization" | "user",
  id: string,
): readonly SubjectReference[] {
  return subjectsAbout(kind).map((subject) => ({ subject, id }));
}

/**
 * A record as JSON that a person can read: instants as ISO 8601, versions dotted. A reader meets the references and
 * actors in it.
 */
export function encodeRecord<S extends Subject>(
  subject: S,
  record: Subjects[S],
  reader?: RecordReader,
): Json {
  return describeSubject(subject).codec.encode(record, reader);
}

/** The inverse of {@link encodeRecord}; throws if the JSON was not made by it. */
export function decodeRecord<S extends Subject>(subject: S, json: Json): Subjects[S] {
  return describeSubject(subject).codec.decode(json);
}
