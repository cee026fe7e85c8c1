import { sql } from "kysely";
import type { Instant } from "../../instant.ts";
import type { SubjectReference } from "../../ledger/subject.ts";
import type { ActorReference } from "../../tenancy/actor.ts";
import type { Database } from "../database.ts";

/** The newest entry about some subjects: who changed one of them last, and when. */
export interface LastChange {
  readonly sequence: number;
  readonly hash: string;
  readonly at: Instant;
  readonly actor: ActorReference;
}

/** Finds the last change of any of these, or gives null if the ledger has none. Each is one lookup in an index. */
export async function findLastChange(
  database: Database,
  about: readonly SubjectReference[],
): Promise<LastChange | null> {
  const subjects = about.map((one) => one.subject);
  const ids = about.map((one) => one.id);
  const { rows } = await sql<LastChange>`
    select sequence, hash, at, actor from ledger_entries where sequence = (
      select max(newest.sequence)
      from unnest(${subjects}::text[], ${ids}::text[]) as about (subject, id)
      cross join lateral (
        select max(sequence) as sequence from ledger_entries
        where ledger_entries.subject = about.subject and ledger_entries.subject_id = about.id
      ) as newest
    )`.execute(database);
  return rows[0] ?? null;
}
