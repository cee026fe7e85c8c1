import type { Actor } from "../tenancy/actor.ts";
import type { Reference } from "./codec.ts";
import type { EntryOf, LedgerEntry } from "./entry.ts";
import {
  type Decides,
  describeSubject,
  type Subject,
  type SubjectReference,
  type Subjects,
  type SubjectThatDecides,
} from "./subject.ts";

/**
 * Whether an entry's subject decides `what` for installations; those of administrators, for example, decide nothing.
 */
export function decides<What extends Decides>(
  entry: LedgerEntry,
  what: What,
): entry is LedgerEntry<SubjectThatDecides<What>> {
  return describeSubject(entry.subject).decides === what;
}

/** What is recorded of one subject; `organizationId` is needed only if the record does not contain it. */
interface Recorded<S extends Subject> {
  readonly subject: S;
  readonly id: string;
  readonly before: Subjects[S] | null;
  readonly after: Subjects[S] | null;
  readonly organizationId?: string;
}

/**
 * The id of the organization that an entry is about, for its `organizationId`, or null if it is about none. Throws if
 * the record does not contain it and the change does not name it.
 */
export function organizationIdOf<S extends Subject>(recorded: Recorded<S>): string | null {
  const { subject, id } = recorded;
  const { about, noun } = describeSubject(subject);
  const record = recorded.after ?? recorded.before;
  switch (about.kind) {
    case "everyone":
    case "partner":
      return null;
    case "organization":
      return id;
    case "user": {
      const organizationId =
        record && about.organizationIdOf ? about.organizationIdOf(record) : recorded.organizationId;
      if (organizationId === undefined) throw new Error(`${noun} ${id}: the organization's id is missing`);
      return organizationId;
    }
    case "belonging":
      return record && about.organizationIdOf(record);
    case "actor":
      return record && about.actorOf(record).organizationId;
  }
}

/** The partner or the organization that an entry is about, by id; each null if it is about none. */
export interface Owner {
  readonly partnerId: string | null;
  readonly organizationId: string | null;
}

const NOBODY: Owner = { partnerId: null, organizationId: null };

/**
 * The partner or the organization of an entry that every reader of the entry may know. None for an actor: its role may
 * have moved to another scope, which readers of the old scope may not know.
 */
export function ownerOf({ subject, id, organizationId }: LedgerEntry): Owner {
  switch (describeSubject(subject).about.kind) {
    case "everyone":
    case "actor":
      return NOBODY;
    case "partner":
      return { partnerId: id, organizationId: null };
    case "organization":
    case "user":
    case "belonging":
      return { partnerId: null, organizationId };
  }
}

/** An actor before and after a change, each null if there is none. */
export interface ActorChange {
  readonly before: Actor | null;
  readonly after: Actor | null;
  /** Whether the actor may sign in after the change. */
  readonly mayAct: boolean;
}

/** The actor that an entry is about, or null if it is about something else. */
export function actorChangeOf<S extends Subject>({ subject, before, after }: EntryOf<S>): ActorChange | null {
  const { about } = describeSubject(subject);
  if (about.kind !== "actor") return null;
  return {
    before: before && about.actorOf(before),
    after: after && about.actorOf(after),
    mayAct: after !== null && about.mayAct(after),
  };
}

/** The ids of the partners that serve an organization before and after a change, each null if it does not exist. */
export interface ServingPartners {
  readonly before: readonly string[] | null;
  readonly after: readonly string[] | null;
}

/**
 * The partners that serve an organization, from its own record, or null if the entry's record does not contain them.
 */
export function servingPartnersOf<S extends Subject>(entry: EntryOf<S>): ServingPartners | null {
  const { before, after } = entry;
  const { about } = describeSubject(entry.subject);
  if (about.kind !== "organization" || !about.partnerIdsOf) return null;
  return { before: before && about.partnerIdsOf(before), after: after && about.partnerIdsOf(after) };
}

/** What an entry's own id names in the audit: the record, or for settings their owner; null if it has no name. */
export function namedByEntry({ subject, id }: SubjectReference): Reference | null {
  const { about } = describeSubject(subject);
  switch (about.kind) {
    case "partner":
    case "organization":
    case "user":
      return { subject: about.kind, id };
    case "everyone":
      return subject === "release" ? { subject, id } : null;
    case "belonging":
    case "actor":
      return null;
  }
}
