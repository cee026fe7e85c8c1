import { createHash } from "node:crypto";
import type { Json } from "../../ledger/codec.ts";
import { subjectsAbout } from "../../ledger/subject.ts";
import type { StoredEntry } from "./segment.ts";

/** What entries are asked for by, as texts. */
const NAME = {
  /** A subject and its id. */
  about: (subject: string, id: string) => `about ${subject} ${id}`,
  /** An organization that an entry is about, or that an actor belonged to before it. */
  organization: (id: string) => `organization ${id}`,
  /** A partner that an actor belonged to before or after an entry. */
  partner: (id: string) => `partner ${id}`,
  /** The actor by whom it was done. */
  by: (actorId: string) => `by ${actorId}`,
  action: (action: string) => `action ${action}`,
  subject: (subject: string) => `subject ${subject}`,
  /** The entry that an entry undoes. */
  undoes: (sequence: number) => `undoes ${sequence}`,
} as const;

/** The keys of what entries are asked for by. Two may be the same: a key leads to segments, whose entries are then compared. */
export const KEY = {
  about: (subject: string, id: string) => keyOf(NAME.about(subject, id)),
  organization: (id: string) => keyOf(NAME.organization(id)),
  partner: (id: string) => keyOf(NAME.partner(id)),
  by: (actorId: string) => keyOf(NAME.by(actorId)),
  action: (action: string) => keyOf(NAME.action(action)),
  subject: (subject: string) => keyOf(NAME.subject(subject)),
  undoes: (sequence: number) => keyOf(NAME.undoes(sequence)),
} as const;

/** The first four bytes of a digest, as a signed whole number. */
function keyOf(name: string): number {
  return createHash("sha256").update(name).digest().readInt32BE();
}

const ABOUT_ACTORS: readonly string[] = subjectsAbout("actor");

/** The keys of some entries, each once. */
export function keysOf(entries: readonly StoredEntry[]): readonly number[] {
  const names = new Set(entries.flatMap(namesOf));
  return [...new Set([...names].map(keyOf))];
}

function namesOf(entry: StoredEntry): readonly string[] {
  const { subject, subject_id: id, organization_id: organizationId, actor, action, undoes } = entry;
  return [
    NAME.about(subject, id),
    NAME.by(actor.id),
    NAME.action(action),
    NAME.subject(subject),
    ...(organizationId === null ? [] : [NAME.organization(organizationId)]),
    ...(undoes === null ? [] : [NAME.undoes(undoes)]),
    ...(ABOUT_ACTORS.includes(subject) ? namesOfScopes(entry) : []),
  ];
}

function namesOfScopes({ before, after }: StoredEntry): readonly string[] {
  const [was, is] = [scopeIn(before), scopeIn(after)];
  const partners = [was.partnerId, is.partnerId].flatMap((id) => id ?? []);
  const organizations = [was.organizationId].flatMap((id) => id ?? []);
  return [...partners.map(NAME.partner), ...organizations.map(NAME.organization)];
}

interface Scope {
  readonly partnerId?: string | null;
  readonly organizationId?: string | null;
}

/** The scope of the actor in a record: the record itself, or its `actor`. */
function scopeIn(record: Json): Scope {
  const json = record as { readonly actor?: Scope } | null;
  return json?.actor ?? (json as Scope | null) ?? {};
}
