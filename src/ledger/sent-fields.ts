import { formatInstant, toInstant } from "../instant.ts";
import type { ActorReference } from "../tenancy/actor.ts";
import type { Json, RecordReader } from "./codec.ts";
import { encodeRecord, type Subject, type Subjects, type SubjectThatDecides } from "./subject.ts";

type DecidingSubject = Exclude<Subject, SubjectThatDecides<"nothing">>;

/** A field that is sent as it is. */
const SENT = Symbol("sent");
/** A field that is not sent, and is read as its default. */
const LEFT_OUT = Symbol("left out");
const LONG_AGO = formatInstant(toInstant(0));

/**
 * What of each record leaves for processes that only answer installations: the field, or the JSON that stands in its place.
 * Sent is what answers depend on or say. A new field of such a record does not compile without a line here.
 */
const SENT_FIELDS: {
  readonly [S in DecidingSubject]: {
    readonly [Field in keyof Subjects[S]]-?: typeof SENT | typeof LEFT_OUT | Json;
  };
} = {
  partner_settings: { schedule: SENT, allowCustomerOverride: SENT, updatedAt: null, updatedBy: null },
  organization: { id: SENT, name: "", partnerIds: SENT, customerNumbers: LEFT_OUT, createdAt: LONG_AGO },
  organization_settings: { own: SENT, partners: SENT, legacy: SENT },
  user: { id: SENT, organizationId: SENT, displayName: "", email: "", createdAt: LONG_AGO },
  user_settings: { allowAutomaticUpgrades: SENT, updatedAt: null, updatedBy: null },
  release: {
    id: SENT,
    version: SENT,
    automaticAt: SENT,
    slowAt: SENT,
    rolloutDays: SENT,
    critical: SENT,
    notes: SENT,
    state: SENT,
    floor: SENT,
    supportEndsAt: SENT,
    expiresAt: SENT,
    warnDays: SENT,
    expiryReason: SENT,
    blocks: SENT,
  },
  build: {
    id: SENT,
    releaseId: SENT,
    platform: SENT,
    arch: SENT,
    format: SENT,
    fileName: SENT,
    size: SENT,
    sha256: SENT,
    sha512: SENT,
    url: SENT,
    addedAt: SENT,
    proofs: SENT,
    appVersion: SENT,
    updaters: SENT,
    minimumOsVersion: SENT,
    maximumOsVersion: SENT,
    companions: SENT,
  },
  product: { updaters: SENT },
  enrolment: { organizationId: SENT, required: SENT, made: SENT, keys: SENT },
};

/** Stands in the place of every actor that is not sent. */
export const NOT_SENT: ActorReference = { id: "", displayName: "", role: "vendor_admin" };

/** Leaves every actor out. */
const WITHOUT_ACTORS: RecordReader = {
  reference: () => {},
  actor: () => ({ id: NOT_SENT.id, displayName: NOT_SENT.displayName, role: NOT_SENT.role }),
};

/** A record as JSON that names nobody; `decodeRecord` reads it. Null if the subject decides nothing. */
export function encodeSent<S extends Subject>(subject: S, record: Subjects[S]): Json {
  const fields = (SENT_FIELDS as Partial<Record<Subject, Readonly<Record<string, unknown>>>>)[subject];
  if (!fields) return null;
  const all = Object.entries(encodeRecord(subject, record, WITHOUT_ACTORS) as object);
  const written = all.filter(([name]) => fields[name] !== LEFT_OUT);
  return Object.fromEntries(
    written.map(([name, json]) => [name, fields[name] === SENT ? json : (fields[name] as Json)]),
  );
}
