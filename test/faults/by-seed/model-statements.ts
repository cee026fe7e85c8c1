import { toInstant } from "../../../src/instant.ts";
import type { Kept, Row, Session, StoredCheckpoint } from "./model-database.ts";
import { headOf } from "./model-database.ts";

/** What a statement gives. */
export type Rows = readonly object[];

/** A statement that the model database understands; `pause` is for one that waits. */
type Answer = (
  session: Session,
  values: readonly unknown[],
  around: {
    readonly text: string;
    readonly now: () => number;
    readonly pause: (ms: number) => Promise<void>;
  },
) => Rows | Promise<Rows>;

const LOCK_EVERY_MS = 5;
const NEVER = toInstant(Date.UTC(2100, 0, 1));

/**
 * The statements that the follower, changes, checkpoints and check-ins send, by what is in their text; the first that
 * fits counts. A statement that is none of them is a mistake: this list then needs another line.
 */
const STATEMENTS: readonly (readonly [RegExp, Answer])[] = [
  [/pg_advisory_xact_lock\((\d+)\)/, lock],
  [
    /pg_try_advisory_xact_lock\((\d+)\)/,
    (session, _values, { text }) => [{ isTaken: session.take(lockIn(text)) }],
  ],
  [/^set local /, () => []],
  [/clock_timestamp\(\) as now/, (_session, _values, { now }) => [{ now: toInstant(now()) }]],
  [/pg_notify/, () => []],
  [/insert into installations \(/, writeCheckIns],
  [/from "upkeep"/, () => [{ done_at: NEVER }]],
  [/from installation_count_marks|from installation_counts/, () => []],
  [/from "?ledger_segments"?/, () => []],
  [/^select .* from "ledger_head"/, (session) => [toHead(session.kept)]],
  [/^insert into "ledger_entries" /, appendEntries],
  [/^select \* from "ledger_entries" where "sequence" > \$1 order by "sequence" limit \$2/, entriesAfter],
  [/^select "sequence", "hash" from "ledger_entries" where "sequence" = \$1/, entryAt],
  [/^select .* from "fleet_checkpoints" as "written"/, findCheckpoint],
  [/from fleet_checkpoints join ledger_entries using/, lastCheckpoint],
  [/^delete from "fleet_checkpoints"/, (session) => writeCheckpoint(session, () => null)],
  [/^insert into "fleet_checkpoints" /, insertCheckpoint],
  [/^insert into "fleet_checkpoint_parts" /, insertPart],
  [/^update "fleet_checkpoints" set "checksum"/, setChecksum],
  [/^select "bytes" from "fleet_checkpoint_parts"/, readParts],
  // The tables of the last states, which nothing in the simulation reads.
  [/^(insert into|update|delete from|with spelled as) /, () => []],
];

/** The answer of the model database to a statement. */
export async function answerStatement(
  session: Session,
  sql: string,
  values: readonly unknown[],
  around: Omit<Parameters<Answer>[2], "text">,
): Promise<Rows> {
  const { text, answer } = readStatement(sql);
  const { now, pause } = around;
  return answer(session, values, { text, now, pause });
}

interface KnownStatement {
  /** The statement in one line. */
  readonly text: string;
  readonly answer: Answer;
}

/** The statements so far: the same ones come in every run. */
const known = new Map<string, KnownStatement>();

function readStatement(sql: string): KnownStatement {
  const before = known.get(sql);
  if (before) return before;
  const text = sql.replace(/\s+/g, " ").trim();
  const found = STATEMENTS.find(([pattern]) => pattern.test(text));
  if (!found) throw new Error(`the model database does not know this statement: ${text}`);
  const statement = { text, answer: found[1] };
  known.set(sql, statement);
  return statement;
}

function lockIn(text: string): number {
  return Number(/\((\d+)\)/.exec(text)?.[1]);
}

async function lock(...[session, _values, { text, pause }]: Parameters<Answer>): Promise<Rows> {
  while (!session.take(lockIn(text))) await pause(LOCK_EVERY_MS);
  return [];
}

function toHead(kept: Kept): object {
  return Object.assign({ at: kept.ledger.at(-1)?.at ?? toInstant(0) }, headOf(kept));
}

/** An entry as it is sent to the database: instants are text. */
interface GivenEntry extends Omit<Row, "at"> {
  readonly at: string;
}

function appendEntries(session: Session, [json]: readonly unknown[]): Rows {
  const given: GivenEntry[] = JSON.parse(String(json));
  const rows = given.map((entry): Row => Object.assign(entry, { at: toInstant(Date.parse(entry.at)) }));
  session.write((kept) => {
    const ledger = kept.ledger.concat(rows);
    return { ledger, checkpoint: kept.checkpoint, installations: kept.installations };
  });
  return [];
}

function entriesAfter(session: Session, [sequence, max]: readonly unknown[]): Rows {
  // Sequences have no gaps.
  return session.kept.ledger.slice(Number(sequence), Number(sequence) + Number(max));
}

function entryAt(session: Session, [sequence]: readonly unknown[]): Rows {
  return session.kept.ledger.slice(Number(sequence) - 1, Number(sequence));
}

/** The checkpoint, if it has this format and the ledger has its entry. */
function fitting({ checkpoint, ledger }: Kept, format: unknown): StoredCheckpoint | null {
  const isThere = checkpoint !== null && ledger[checkpoint.sequence - 1]?.hash === checkpoint.hash;
  return isThere && checkpoint.format === format ? checkpoint : null;
}

function findCheckpoint(session: Session, [format]: readonly unknown[]): Rows {
  const found = fitting(session.kept, format);
  return found ? [found] : [];
}

function lastCheckpoint(session: Session, [format]: readonly unknown[]): Rows {
  return [{ sequence: fitting(session.kept, format)?.sequence ?? 0 }];
}

function writeCheckpoint(
  session: Session,
  change: (before: StoredCheckpoint | null) => StoredCheckpoint | null,
): Rows {
  session.write(({ ledger, checkpoint, installations }) => ({
    ledger,
    checkpoint: change(checkpoint),
    installations,
  }));
  return [];
}

function insertCheckpoint(session: Session, [sequence, hash, format]: readonly unknown[]): Rows {
  const position = { sequence: Number(sequence), hash: String(hash), format: Number(format) };
  return writeCheckpoint(session, () => Object.assign(position, { checksum: "", parts: [] }));
}

function insertPart(session: Session, [, , bytes]: readonly unknown[]): Rows {
  const part = Uint8Array.from(bytes as Uint8Array);
  return writeCheckpoint(session, (before) => changed(before, (one) => ({ parts: one.parts.concat(part) })));
}

function setChecksum(session: Session, [checksum]: readonly unknown[]): Rows {
  return writeCheckpoint(session, (before) => changed(before, () => ({ checksum: String(checksum) })));
}

function changed(
  before: StoredCheckpoint | null,
  change: (before: StoredCheckpoint) => Partial<StoredCheckpoint>,
): StoredCheckpoint | null {
  return before && Object.assign({}, before, change(before));
}

function readParts(session: Session, [, from]: readonly unknown[]): Rows {
  const parts = session.kept.checkpoint?.parts ?? [];
  return parts.slice(Number(from)).map((bytes) => ({ bytes }));
}

const HOUR_MS = 3_600_000;

/** The columns of a batch of check-ins that are kept here, by their place in the statement; from `version` on of what many tell alike. */
const COLUMN = { organizationId: 0, installationId: 1, askedAt: 3, state: 4, version: 8, told: 9 } as const;

/** Check-ins of organizations that the ledger has, each unless a later one is there. */
function writeCheckIns(session: Session, values: readonly unknown[], { now }: { now: () => number }): Rows {
  const latest = now() + HOUR_MS;
  const at = <Value>(column: keyof typeof COLUMN, index: number) =>
    (values[COLUMN[column]] as readonly Value[])[index];
  const count = (values[COLUMN.installationId] as readonly unknown[]).length;
  session.write((kept) => {
    const known = new Map(kept.installations);
    const organizations = new Set(kept.ledger.map(({ subject_id }) => subject_id));
    for (let index = 0; index < count; index++) {
      const organization = String(at("organizationId", index));
      const key = keyOf(organization, String(at("installationId", index)));
      const askedAt = Number(at("askedAt", index));
      const state = Number(at("state", index)) - 1;
      const running = String(at("told", state) ?? at("version", state) ?? "");
      const before = known.get(key)?.askedAt ?? 0;
      const isNewer = askedAt >= before || before > latest;
      if (isNewer && organizations.has(organization)) known.set(key, { askedAt, running });
    }
    return { ledger: kept.ledger, checkpoint: kept.checkpoint, installations: known };
  });
  return [];
}

/** The key of an installation in what the database keeps. */
export function keyOf(organization: string, installation: string): string {
  return `${organization} ${installation}`;
}
