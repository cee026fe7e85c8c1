import { type RawBuilder, sql } from "kysely";
import type { Database } from "../database.ts";

/** The position of a batch of counts: numbers alone would come again after the database went back in time. */
export interface CountMark {
  readonly revision: number;
  readonly mark: string;
}

/**
 * The mark of the newest batch, or null if none was written yet. Read it before the counts: they then hold all of that
 * batch. Gives `lost` if the database does not have the mark `known` any more.
 */
export async function newestMark(
  database: Database,
  known: CountMark | null,
): Promise<CountMark | "lost" | null> {
  const { rows } = await sql<CountMark>`
    select revision, mark from installation_count_marks
    where revision = ${known?.revision ?? null} or revision = (select max(revision) from installation_count_marks)
    order by revision desc`.execute(database);
  if (known && !rows.some(({ revision, mark }) => revision === known.revision && mark === known.mark))
    return "lost";
  return rows[0] ?? null;
}

/** A further part of the WITH of a statement that writes counts: it marks their batch. `written` selects their revisions. */
export function markRevisions(written: RawBuilder<unknown>): RawBuilder<unknown> {
  return sql`marked as (
      insert into installation_count_marks (revision, mark)
      select max(revision), gen_random_uuid()::text from (${written}) as written having count(*) > 0
    )`;
}
