import canonicalize from "canonicalize";
import { sql } from "kysely";
import type { Json } from "../../ledger/codec.ts";
import { withoutCredential } from "../../ledger/credential.ts";
import { decodeRecord, describeSubject, encodeRecord, type Subject } from "../../ledger/subject.ts";
import type { Database } from "../database.ts";
import type { LedgerPiece } from "../ledger/entries-for-reader.ts";
import { idIsOneOf } from "../tables/name-page.ts";
import type { Finding } from "./finding.ts";
import { STATES } from "./stored-states.ts";

interface Step {
  readonly sequence: number;
  readonly id: string;
  readonly before: Json;
  /** What the entry before it, about the same record, left. */
  readonly left: Json;
}

/**
 * Checks that each entry of a piece of the ledger about these records begins with what the entry before it left, and so
 * finds a row that was changed without an entry and then changed again with one. The piece begins after the last archived
 * entry, or later; those in the archive were checked when they went there.
 */
export async function verifyContinuity(
  database: Database,
  subject: Subject,
  ids: readonly string[],
  { after, until }: LedgerPiece,
): Promise<readonly Finding[]> {
  const { rows } = await sql<Step>`
    select sequence, id, before, "left" from (
      select sequence, subject_id as id, before,
        lag(after) over (partition by subject_id order by sequence) as "left"
      from ledger_entries where subject = ${subject} and ${idIsOneOf(ids, "subject_id")}) steps
    where before is distinct from "left" and sequence > ${after} and sequence <= ${until} order by sequence`.execute(
    database,
  );
  return rows.filter((step) => !isSame(subject, step)).map((step) => skipped(subject, step));
}

function isSame(subject: Subject, { before, left }: Step): boolean {
  return canonicalize(asToday(subject, before)) === canonicalize(asToday(subject, left));
}

/** A record as it is written today: an older entry lacks fields that are newer than it, and settings begin unset. */
function asToday(subject: Subject, json: Json): Json {
  if (json === null) return STATES[subject].unset;
  try {
    return encodeRecord(subject, decodeRecord(subject, json));
  } catch {
    return withoutCredential(json);
  }
}

function skipped(subject: Subject, { sequence, id }: Step): Finding {
  const { noun } = describeSubject(subject);
  const message = `Entry ${sequence} begins with another ${noun} ${id} than the entry before it left; it was changed in between without an entry.`;
  return { code: "state_skipped", sequence, subject, id, message };
}
