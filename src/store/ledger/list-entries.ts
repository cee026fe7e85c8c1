import { sql } from "kysely";
import { formatInstant, type Instant } from "../../instant.ts";
import type { LedgerEntry } from "../../ledger/entry.ts";
import { SUBJECTS, SUBJECTS_BETWEEN_PARTNERS, type Subject, subjectsAbout } from "../../ledger/subject.ts";
import type { Actor } from "../../tenancy/actor.ts";
import { linesWithin, mentions } from "../archive/archived-entries.ts";
import { type EntryQuery, selectArchived, selectStored } from "../archive/query-archived.ts";
import type { StoredEntry } from "../archive/segment.ts";
import { KEY } from "../archive/segment-keys.ts";
import { archivedThrough, findSegments } from "../archive/segment-table.ts";
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
  /** Only what this partner's people may read: nothing that is a matter between other partners. */
  readonly readByPartner?: string | undefined;
  readonly actorId?: string | undefined;
  /** With `actorId`: only the entries in which the viewer may know the actor. */
  readonly knownTo?: KnownTo | undefined;
  readonly action?: string | undefined;
  /** Only these entries, by their sequences. */
  readonly sequences?: readonly number[] | undefined;
  /** Only the entries of this change, by the sequence of its first one. */
  readonly change?: number | undefined;
  /** Only entries that undo one of these, by their sequences. */
  readonly undoes?: readonly number[] | undefined;
  /** Only entries before this one: the last one of the previous page. */
  readonly before?: number | undefined;
  readonly max: number;
}

/**
 * A page of entries, the newest first: those of the database, and then, as far as the page has room, those of the archive,
 * one segment after another.
 */
export async function listEntries(database: Database, page: EntryPage): Promise<readonly LedgerEntry[]> {
  const asked = await boundChange(database, page);
  const narrow = (query: EntryQuery) => narrowTo(query, asked);
  const newest = narrow(selectStored(database)).orderBy("sequence", "desc").limit(page.max);
  // The database first: what is archived in between is then in both.
  const rows = await newest.execute();
  const through = await archivedThrough(database);
  const found = rows.filter((row) => row.sequence > through);
  if (through > 0 && found.length < page.max)
    found.push(...(await listArchived(database, asked, { had: found.length, through })));
  return found.map(toLedgerEntry);
}

/** A page of one change, bounded by the entry after it: entries of one transaction follow each other. */
async function boundChange(database: Database, page: EntryPage): Promise<EntryPage> {
  const { change, before = Number.MAX_SAFE_INTEGER } = page;
  if (change === undefined) return page;
  const next = await database
    .selectFrom("ledger_entries")
    .select("sequence")
    .where("sequence", ">", change)
    .where("change", "<>", change)
    .orderBy("sequence")
    .limit(1)
    .executeTakeFirst();
  return next ? { ...page, before: Math.min(before, next.sequence) } : page;
}

/** The last of these sequences; none if they do not limit. */
function lastOf(sequences: readonly number[] | undefined): readonly number[] {
  return sequences ? [Math.max(0, ...sequences)] : [];
}

async function listArchived(
  database: Database,
  page: EntryPage,
  { had, through }: { readonly had: number; readonly through: number },
): Promise<readonly StoredEntry[]> {
  const { from, to, before, max, change, sequences } = page;
  const until = Math.min(through, ...(before === undefined ? [] : [before - 1]), ...lastOf(sequences));
  const after = change === undefined ? undefined : change - 1;
  const search = { keys: await keysOf(database, page), from, to, until, after };
  const ids = [page.subjectIds ?? [], page.organizationId ?? [], page.actorId ?? []].map((id) => [id].flat());
  const needed = ids.filter((some) => some.length > 0).map((some) => mentions(some));
  const found: StoredEntry[] = [];
  for await (const segment of findSegments(database, search, "desc")) {
    const lines = await linesWithin(database, segment, 0, until);
    const likely = lines.filter((line) => needed.every((isIn) => isIn(line))).reverse();
    const left = max - had - found.length;
    found.push(...(await selectArchived(database, likely, (query) => narrowTo(query, page), left)));
    if (had + found.length >= max) break;
  }
  return found;
}

/** A query of entries with the conditions of a page; neither in an order nor bounded in number. */
export function narrowTo(query: EntryQuery, page: EntryPage): EntryQuery {
  let narrowed = query;
  if (page.from !== undefined) narrowed = narrowed.where("at", ">=", timestamp(page.from));
  if (page.to !== undefined) narrowed = narrowed.where("at", "<=", timestamp(page.to));
  if (page.subjectIds) narrowed = narrowed.where(idIsOneOf(page.subjectIds, "subject_id"));
  const subjects = subjectsOf(page);
  if (subjects) narrowed = narrowed.where(idIsOneOf(subjects, "subject"));
  if (page.action !== undefined) narrowed = narrowed.where("action", "=", page.action);
  if (page.organizationId !== undefined) narrowed = narrowed.where(isAboutOrganization(page.organizationId));
  if (page.subtree) narrowed = narrowed.where(isInSubtree(page.subtree));
  if (page.readByPartner !== undefined) narrowed = narrowed.where(isNotBetweenOthers(page.readByPartner));
  if (page.actorId !== undefined) narrowed = narrowed.where(sql`actor ->> 'id'`, "=", page.actorId);
  if (page.knownTo) narrowed = narrowed.where(isKnownTo(page.knownTo));
  if (page.sequences) narrowed = narrowed.where(isOneOf("sequence", page.sequences));
  if (page.change !== undefined)
    narrowed = narrowed.where("sequence", ">=", page.change).where("change", "=", page.change);
  if (page.undoes) narrowed = narrowed.where(isOneOf("undoes", page.undoes));
  if (page.before !== undefined) narrowed = narrowed.where("sequence", "<", page.before);
  return narrowed;
}

function isOneOf(column: "sequence" | "undoes", sequences: readonly number[]) {
  return sql<boolean>`${sql.ref(column)} = any(${sequences}::bigint[])`;
}

/** The index finds an id only together with its subject. */
function subjectsOf({ subjects, subjectIds }: EntryPage): readonly Subject[] | undefined {
  return subjects ?? (subjectIds && SUBJECTS);
}

/** The keys of the segments that may have entries of a page. */
async function keysOf(database: Database, page: EntryPage): Promise<readonly (readonly number[])[]> {
  const { subjectIds, organizationId, actorId, action, subtree, undoes } = page;
  const subjects = subjectsOf(page);
  const about = subjectIds
    ? subjectIds.flatMap((id) => (subjects ?? []).map((subject) => KEY.about(subject, id)))
    : subjects?.map(KEY.subject);
  const ofSubtree = subtree && (await keysOfSubtree(database, subtree));
  return [
    ...(about ? [about] : []),
    ...(organizationId === undefined ? [] : [[KEY.organization(organizationId)]]),
    ...(actorId === undefined ? [] : [[KEY.by(actorId)]]),
    ...(action === undefined ? [] : [[KEY.action(action)]]),
    ...(undoes ? [undoes.map(KEY.undoes)] : []),
    ...(ofSubtree ? [ofSubtree] : []),
  ];
}

/** The most organizations by whose keys segments are looked for; most segments have something about one of more. */
const MOST_SEARCHED = 1_000;

/** The keys of what {@link isInSubtree} lets pass, or null for a partner that serves many organizations. */
async function keysOfSubtree(
  database: Database,
  { partnerId, organizationIds }: PartnerSubtree,
): Promise<readonly number[] | null> {
  let query = database
    .selectFrom("organization_partners")
    .select("organization_id")
    .where("partner_id", "=", partnerId);
  if (organizationIds) query = query.where(idIsOneOf(organizationIds, "organization_id"));
  const served = await query.limit(MOST_SEARCHED + 1).execute();
  if (served.length > MOST_SEARCHED) return null;
  const ofPartner = subjectsAbout("partner").map((subject) => KEY.about(subject, partnerId));
  const ofOrganizations = served.map((row) => KEY.organization(row.organization_id));
  return [KEY.partner(partnerId), ...ofPartner, ...ofOrganizations];
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

/** Whether an entry is no matter between other partners than this one, as `sightOf` has it. */
function isNotBetweenOthers(partnerId: string) {
  const conditions = SUBJECTS_BETWEEN_PARTNERS.map(({ subject, fields }) => {
    const ids = fields.map((field) => sql`coalesce(after, before) ->> ${sql.lit(field)}`);
    return sql<boolean>`(subject <> ${sql.lit(subject)} or ${partnerId} in (${sql.join(ids)}))`;
  });
  return sql<boolean>`(${sql.join(conditions, sql` and `)})`;
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
