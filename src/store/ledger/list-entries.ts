import { sql } from "kysely";
import { formatInstant, type Instant } from "../../instant.ts";
import type { LedgerEntry } from "../../ledger/entry.ts";
import { SUBJECTS, type Subject, subjectsAbout } from "../../ledger/subject.ts";
import type { Actor } from "../../tenancy/actor.ts";
import type { Database } from "../database.ts";
import { idIsOneOf } from "../tables/name-page.ts";
import { toLedgerEntry } from "./ledger-row.ts";

/** A partner with the organizations that it serves; `organizationIds` limits these. */
interface PartnerSubtree {
  readonly partnerId: string;
  readonly organizationIds?: readonly string[] | undefined;
}

/** A viewer that may not know every actor. */
interface KnownTo {
  readonly viewer: Pick<Actor, "id" | "partnerId" | "organizationId">;
  /** Whether it may know the actor in entries that do not record the actor's scope. */
  readonly withoutScope: boolean;
}

/** The filters of a page of entries; what is left out does not limit. */
export interface EntryPage {
  /** Entries from this instant to that one, both included. */
  readonly from?: Instant | undefined;
  readonly to?: Instant | undefined;
  /** Only entries about these; a record and its settings have the same id. */
  readonly subjectIds?: readonly string[] | undefined;
  readonly subjects?: readonly Subject[] | undefined;
  /** Only entries about this organization: itself, its settings, its users and theirs, its people and tokens. */
  readonly organizationId?: string | undefined;
  /** Only entries about this partner, its people and tokens, or the organizations that it serves (or these of them). */
  readonly subtree?: PartnerSubtree | undefined;
  readonly actorId?: string | undefined;
  /** With `actorId`: only the entries in which the viewer may know the actor. */
  readonly knownTo?: KnownTo | undefined;
  readonly action?: string | undefined;
  /** Only entries before this one: the last one of the previous page. */
  readonly before?: number | undefined;
  readonly max: number;
}

/** A page of entries, the newest first. */
export async function listEntries(database: Database, page: EntryPage): Promise<readonly LedgerEntry[]> {
  let query = database.selectFrom("ledger").selectAll();
  if (page.from !== undefined) query = query.where("at", ">=", timestamp(page.from));
  if (page.to !== undefined) query = query.where("at", "<=", timestamp(page.to));
  if (page.subjectIds) query = query.where(idIsOneOf(page.subjectIds, "subject_id"));
  // The index finds an id only together with its subject.
  const subjects = page.subjects ?? (page.subjectIds && SUBJECTS);
  if (subjects) query = query.where(idIsOneOf(subjects, "subject"));
  if (page.action !== undefined) query = query.where("action", "=", page.action);
  if (page.organizationId !== undefined) query = query.where(isAboutOrganization(page.organizationId));
  if (page.subtree) query = query.where(isInSubtree(page.subtree));
  if (page.actorId !== undefined) query = query.where(sql`actor ->> 'id'`, "=", page.actorId);
  if (page.knownTo) query = query.where(isKnownTo(page.knownTo));
  if (page.before !== undefined) query = query.where("sequence", "<", page.before);
  const rows = await query.orderBy("sequence", "desc").limit(page.max).execute();
  return rows.map(toLedgerEntry);
}

function timestamp(instant: Instant) {
  return sql<Instant>`${formatInstant(instant)}::timestamptz`;
}

/**
 * Whether an entry is about an organization. The scope before a change counts, too: such an entry shows that somebody
 * left.
 */
export function isAboutOrganization(id: string) {
  return sql<boolean>`(organization_id = ${id}
    or (${isAbout("actor")} and ${actorIn("before")} ->> 'organizationId' = ${id}))`;
}

/** Whether an entry is about a partner, its people and tokens, or the organizations that it serves (or these of them). */
export function isInSubtree({ partnerId, organizationIds }: PartnerSubtree) {
  const assigned = organizationIds ? sql`and ${idIsOneOf(organizationIds, "organization_id")}` : sql``;
  const served = sql`(select organization_id from organization_partners where partner_id = ${partnerId} ${assigned})`;
  const limit = organizationIds && JSON.stringify(organizationIds);
  const isHeldHere = (record: "before" | "after") => {
    const reach = limit ? sql`and ${actorIn(record)} -> 'organizationIds' <@ ${limit}::jsonb` : sql``;
    return sql`(${actorIn(record)} ->> 'partnerId' = ${partnerId} ${reach})`;
  };
  return sql<boolean>`(
    (${isAbout("partner")} and subject_id = ${partnerId})
    or organization_id in ${served}
    or (${isAbout("actor")} and (${isHeldHere("before")} or ${isHeldHere("after")}
      or ${actorIn("before")} ->> 'organizationId' in ${served}))
  )`;
}

/**
 * The same sentence as `seesActor`, for entries in the viewer's subtree: there, an organization's actor belongs to an
 * organization that a partner sees.
 */
function isKnownTo({ viewer, withoutScope }: KnownTo) {
  const { id, partnerId, organizationId } = viewer;
  const scope = partnerId
    ? sql`actor ->> 'partnerId' = ${partnerId} or actor ? 'organizationId'`
    : sql`actor ->> 'organizationId' = ${organizationId}`;
  const unscoped = withoutScope ? sql`not (actor ? 'partnerId' or actor ? 'organizationId')` : sql`false`;
  return sql<boolean>`(actor ->> 'id' = ${id} or ${scope} or ${unscoped})`;
}

/** As literals, so that an index of the entries about actors is used. */
function isAbout(kind: "partner" | "actor") {
  return sql`subject in (${sql.join(subjectsAbout(kind).map((subject) => sql.lit(subject)))})`;
}

/** The actor in a record: the record itself, or its `actor`, as the table of subjects has it. */
function actorIn(record: "before" | "after") {
  return sql`coalesce(${sql.ref(record)} -> 'actor', ${sql.ref(record)})`;
}
