import canonicalize from "canonicalize";
import { sql } from "kysely";
import type { Json } from "../../ledger/codec.ts";
import { withoutCredential } from "../../ledger/credential.ts";
import { describeSubject, type Subject } from "../../ledger/subject.ts";
import { archivedThrough } from "../archive/segment-table.ts";
import type { Database } from "../database.ts";
import { idIsOneOf } from "../tables/name-page.ts";
import { withoutUnrecordedScopes } from "./actors-without-scope.ts";
import type { Finding } from "./finding.ts";
import { STATES } from "./stored-states.ts";
import { verifyContinuity } from "./verify-continuity.ts";

const BATCH = 1_000;

/** Compares every row of one subject with its last entry in the ledger, and so finds rows changed without an entry. */
export async function verifySubject(database: Database, subject: Subject): Promise<readonly Finding[]> {
  const piece = { after: await archivedThrough(database), until: Number.MAX_SAFE_INTEGER };
  const findings: Finding[] = [];
  for await (const ids of eachId(database, subject)) {
    findings.push(...(await judgeBatch(database, subject, ids)));
    findings.push(...(await verifyContinuity(database, subject, ids, piece)));
  }
  return findings;
}

/** Every id in the table or the ledger, in batches. */
async function* eachId(database: Database, subject: Subject): AsyncGenerator<readonly string[]> {
  let after = "";
  for (;;) {
    const { rows } = await sql<{ id: string }>`
      (select id from ${sql.table(STATES[subject].table)} where id > ${after} order by id limit ${BATCH})
      union
      (select distinct subject_id as id from ledger_entries
        where subject = ${subject} and subject_id > ${after} order by subject_id limit ${BATCH})
      order by id limit ${BATCH}`.execute(database);
    const last = rows.at(-1);
    if (!last) return;
    yield rows.map((row) => row.id);
    after = last.id;
  }
}

async function judgeBatch(
  database: Database,
  subject: Subject,
  ids: readonly string[],
): Promise<readonly Finding[]> {
  const states = await STATES[subject].load(database, ids);
  const recorded = await lastRecorded(database, subject, ids);
  return ids.flatMap((id) => {
    const state = states.get(id) ?? null;
    const expected = expectedState(subject, state, recorded.get(id));
    const compared = withoutUnrecordedScopes(state, expected);
    return canonicalize(compared) === canonicalize(expected) ? [] : [differs(subject, id, state, expected)];
  });
}

/**
 * The state that the ledger implies. Settings have no row of their own: they exist with their owner, and are unset
 * until an entry sets them.
 */
function expectedState(subject: Subject, state: Json, recorded: Json | undefined): Json {
  const { unset } = STATES[subject];
  if (unset === null) return recorded ?? null;
  return state === null ? null : (recorded ?? unset);
}

async function lastRecorded(
  database: Database,
  subject: Subject,
  ids: readonly string[],
): Promise<ReadonlyMap<string, Json>> {
  const rows = await database
    .selectFrom("ledger_entries")
    .distinctOn("subject_id")
    .select(["subject_id", "after"])
    .where("subject", "=", subject)
    .where(idIsOneOf(ids, "subject_id"))
    .orderBy("subject_id")
    .orderBy("sequence", "desc")
    .execute();
  return new Map(rows.map((row) => [row.subject_id, withoutCredential(row.after)]));
}

function differs(subject: Subject, id: string, state: Json, expected: Json): Finding {
  const where = { subject, id };
  const { noun } = describeSubject(subject);
  if (state === null) {
    const message = `The ledger knows ${noun} ${id}, and the database has it no more.`;
    return { code: "state_missing", ...where, message };
  }
  if (expected === null) {
    const message = `The database has ${noun} ${id}, which the ledger does not know (any more).`;
    return { code: "state_unexpected", ...where, message };
  }
  const message = `What the database has of ${noun} ${id} is not what the ledger last said of it.`;
  return { code: "state_differs", ...where, message };
}
