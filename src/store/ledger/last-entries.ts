import { sql } from "kysely";
import type { Instant } from "../../instant.ts";
import { describeSubject, referencesTo } from "../../ledger/subject.ts";
import type { Organization } from "../../tenancy/organization.ts";
import type { Database } from "../database.ts";

/** The position and the instant of the last entry of the ledger about something. */
export interface LastEntry {
  readonly sequence: number;
  readonly at: Instant;
}

/** The last entries that could change what an organization is offered, and when. */
interface LastEntries {
  /** About the organization, its settings, or those of a partner that serves it. */
  readonly changed: LastEntry;
  /** About each release, by its id. */
  readonly releasesChanged: ReadonlyMap<string, LastEntry>;
}

/**
 * Finds the last entries that could change an organization's forecast. A partner that no longer serves it needs no look:
 * its leaving is an entry of the organization itself.
 */
export async function findLastEntries(
  database: Database,
  { id, partnerIds }: Organization,
): Promise<LastEntries> {
  const owners = [
    ...referencesTo("organization", id),
    ...partnerIds.flatMap((partnerId) => referencesTo("partner", partnerId)),
  ].filter(({ subject }) => describeSubject(subject).decides === "standing");
  const [subjects, ids] = [owners.map(({ subject }) => subject), owners.map((owner) => owner.id)];
  const { rows } = await sql<LastEntry & { readonly releaseId: string | null }>`
    select max(sequence) as sequence, max(at) as at, null as "releaseId" from ledger_entries
    where (subject, subject_id) in (select * from unnest(${subjects}::text[], ${ids}::text[]))
    union all
    select max(sequence), max(at), subject_id from ledger_entries where subject = 'release' group by subject_id`.execute(
    database,
  );
  const releases = rows.flatMap(({ releaseId, ...last }) =>
    releaseId === null ? [] : [[releaseId, last] as const],
  );
  const changed = rows.find(({ releaseId }) => releaseId === null);
  if (!changed) throw new Error(`the organization ${id} is not in the ledger`);
  return { changed, releasesChanged: new Map(releases) };
}
