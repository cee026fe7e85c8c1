import { type RawBuilder, sql } from "kysely";
import type { LedgerEntry } from "../../ledger/entry.ts";
import { describeSubject, SUBJECTS, subjectsAbout } from "../../ledger/subject.ts";
import { type Actor, levelOf } from "../../tenancy/actor.ts";
import { linesWithin } from "../archive/archived-entries.ts";
import { type EntryQuery, selectArchived, selectStored } from "../archive/query-archived.ts";
import type { StoredEntry } from "../archive/segment.ts";
import { archivedThrough, findSegments } from "../archive/segment-table.ts";
import type { Database } from "../database.ts";
import { idIsOneOf } from "../tables/name-page.ts";
import { toLedgerEntry } from "./ledger-row.ts";
import { isAboutOrganization, isInSubtree } from "./list-entries.ts";

/** A reader of the ledger, and the partners whose changes can concern it: its own, and those beside it. */
export interface LedgerReader {
  readonly actor: Actor;
  readonly partnerIds: readonly string[];
}

/** A piece of the ledger: the entries after one sequence, up to and including another. */
export interface LedgerPiece {
  readonly after: number;
  readonly until: number;
}

/**
 * The entries of a piece of the ledger that can concern a reader, in ledger order: all of those of which `sightOf` tells
 * anything, and few others. The database leaves out the rest, so that a reader of little costs little.
 */
export async function entriesForReader(
  database: Database,
  reader: LedgerReader,
  piece: LedgerPiece,
): Promise<readonly LedgerEntry[]> {
  const { after, until } = piece;
  const concerned = concerns(reader);
  const narrow = (query: EntryQuery) => {
    const within = query.where("sequence", ">", after).where("sequence", "<=", until);
    return concerned ? within.where(concerned) : within;
  };
  // The database first: what is archived in between is then in both.
  const rows = await narrow(selectStored(database)).orderBy("sequence").execute();
  const through = await archivedThrough(database);
  if (through <= after) return rows.map(toLedgerEntry);
  const archived: StoredEntry[] = [];
  for await (const segment of findSegments(database, { after, until: Math.min(until, through) })) {
    archived.push(
      ...(await selectArchived(database, await linesWithin(database, segment, after, until), narrow)),
    );
  }
  return [...archived, ...rows.filter((row) => row.sequence > through)].map(toLedgerEntry);
}

/** The subjects of which everyone may know something. */
const FOR_EVERYONE = SUBJECTS.filter((subject) => {
  const { audience, about } = describeSubject(subject);
  return audience === "everyone" || about.kind === "everyone";
});

/** The condition of an entry that can concern a reader, or null if every entry can. */
function concerns({ actor, partnerIds }: LedgerReader): RawBuilder<boolean> | null {
  const forAll = sql`(${idIsOneOf(FOR_EVERYONE, "subject")}
    or (${idIsOneOf(subjectsAbout("partner"), "subject")} and ${idIsOneOf(partnerIds, "subject_id")}))`;
  switch (levelOf(actor.role)) {
    case "vendor":
      return null;
    case "organization":
      return sql<boolean>`(${forAll} or ${isAboutOrganization(actor.organizationId ?? "")})`;
    case "partner": {
      const subtree = {
        partnerId: actor.partnerId ?? "",
        organizationIds: actor.organizationIds ?? undefined,
      };
      return sql<boolean>`(${forAll} or ${isInSubtree(subtree)} or ${namesPartner(subtree.partnerId)})`;
    }
  }
}

/** Whether an entry says that a partner serves an organization, or no longer does. */
function namesPartner(partnerId: string): RawBuilder<boolean> {
  const ids = JSON.stringify([partnerId]);
  return sql<boolean>`(${idIsOneOf(subjectsAbout("organization"), "subject")}
    and (before -> 'partnerIds' @> ${ids}::jsonb or after -> 'partnerIds' @> ${ids}::jsonb))`;
}
