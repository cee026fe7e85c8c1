import { compareVersions, parseVersion } from "../../../src/catalog/version.ts";
import { CLOCK_SLACK_MINUTES, REPEATED_WITHIN_HOURS } from "../../../src/fleet/told-lately.ts";
import type { Instant } from "../../../src/instant.ts";
import type { LedgerPosition } from "../../../src/ledger/entry.ts";
import type { Said } from "./answering.ts";
import { ORIGIN } from "./answering.ts";
import type { Asked, History } from "./history.ts";
import { rightAnswer } from "./history.ts";
import type { Kept, ModelDatabase, StoredInstallation } from "./model-database.ts";
import { keyOf } from "./model-statements.ts";
import type { VirtualTime } from "./virtual-time.ts";

/** From when on a process says that it lags: three seconds, a look of its own, and an answer that is late. */
const LAG_TOLD_AFTER_MS = 6_000;
const HOUR_MS = 3_600_000;

/** What each installation said last, by its key, to a process that must not lose it unless it dies. */
type Taken = Map<string, StoredInstallation>;

/** A check-in as a process sent it and as the next one took it, which sets back a time of the future. */
interface PassedCheckIn {
  readonly sent: StoredInstallation;
  readonly taken: StoredInstallation;
}

/** What is watched. */
interface WatchedStage {
  readonly time: VirtualTime;
  readonly history: History;
  readonly database: ModelDatabase;
  /** The clock of the database. */
  now(): Instant;
}

/** What must hold in a simulation, compared at each step. The first thing that does not is kept. */
export class Watch {
  readonly #time: VirtualTime;
  readonly #now: () => Instant;
  readonly #history: History;
  readonly #database: ModelDatabase;
  /** The hashes of the acknowledged changes that the database has not lost. */
  readonly #acknowledged = new Map<string, number>();
  readonly #taken = new Map<string, Taken>();
  /** What died with a process, or was lost by the database, by installation. */
  readonly #lostOnTheWay: Taken = new Map();
  /**
   * The latest time, by installation, that a clock which was ahead gave a check-in. If that was written, those before it
   * are passed over once it is no longer of the future, and so is what says the same again while that counts as told.
   */
  readonly #ahead = new Map<string, number>();
  /** When each entry was committed, by its hash. */
  readonly #committedAt = new Map<string, number>();
  readonly seen = new Map<string, number>();
  readonly lines: string[] = [];
  violation: string | null = null;

  constructor(around: WatchedStage) {
    this.#now = () => around.now();
    this.#time = around.time;
    this.#history = around.history;
    this.#database = around.database;
    around.database.listen(() => this.#committedAt.set(around.database.head.hash, around.time.now));
  }

  /** Writes a line of what happened, for the reader of a failed run. */
  tell(text: string): void {
    this.lines.push(`${String(this.#time.now).padStart(6)} ${text}`);
  }

  /** Counts that something happened. */
  count(what: string): void {
    this.seen.set(what, (this.seen.get(what) ?? 0) + 1);
  }

  broken(text: string): void {
    this.tell(`BROKEN: ${text}`);
    this.violation ??= text;
  }

  /** A change was acknowledged. */
  acknowledged(by: string, { hash, sequence }: LedgerPosition): void {
    this.count("acknowledged");
    if (!this.#committedAt.has(hash))
      this.broken(`${by} acknowledged entry ${sequence}, which was never committed`);
    // The database may have lost it before its acknowledgement arrived.
    if (this.#isInLedger(hash)) this.#acknowledged.set(hash, sequence);
  }

  /** A caller was told that nothing was changed. */
  refused(by: string, position: LedgerPosition | null): void {
    this.count("refused");
    if (position && this.#isInLedger(position.hash))
      this.broken(`${by} said that nothing was changed, and entry ${position.sequence} is in the ledger`);
  }

  /** The database lost what it has no more of what it kept before. */
  lost(before: Kept): void {
    this.count("lost past");
    for (const hash of [...this.#acknowledged.keys()])
      if (!this.#isInLedger(hash)) this.#acknowledged.delete(hash);
    const { installations } = this.#database.kept;
    for (const [key, said] of before.installations) {
      if (installations.get(key) !== said) this.#lostOnTheWay.set(key, said);
    }
    for (const taken of this.#taken.values()) {
      for (const [key, said] of taken) if (isSaid(before.installations.get(key), said, 0)) taken.delete(key);
    }
  }

  /** A process took a check-in. By a clock that is ahead it may count as later than the next one, so it is not looked for. */
  took(process: string, { organization, installation, running }: Asked, askedAt: number): void {
    this.#took(process, keyOf(organization, installation), { askedAt, running });
  }

  #took(process: string, key: string, said: StoredInstallation): void {
    if (said.askedAt > this.#now() + HOUR_MS) {
      this.#ahead.set(key, Math.max(said.askedAt, this.#ahead.get(key) ?? 0));
      return;
    }
    const taken: Taken = this.#taken.get(process) ?? new Map();
    this.#taken.set(process, taken);
    if (said.askedAt >= (taken.get(key)?.askedAt ?? 0)) taken.set(key, said);
  }

  /**
   * A process passed check-ins on to another, which has the duty now. One that is stamped with an earlier time there, by a
   * clock that is behind, counts as known: the time of the sender is written nowhere.
   */
  passed(from: string, to: string, checkIns: ReadonlyMap<string, PassedCheckIn>): void {
    for (const [key, { sent, taken }] of checkIns) {
      this.#took(to, key, taken);
      const duties = this.#taken.get(from);
      if ((duties?.get(key)?.askedAt ?? 0) <= sent.askedAt) duties?.delete(key);
      if (sent.askedAt - taken.askedAt > HOUR_MS) this.#lostOnTheWay.set(key, sent);
    }
  }

  /** A process died with what it had in memory; an edge that passed it on believes it to be told. */
  died(process: string): void {
    for (const [key, said] of this.#taken.get(process) ?? []) this.#lostOnTheWay.set(key, said);
    this.#taken.delete(process);
  }

  /** A process has another position. */
  moved(process: string, before: LedgerPosition, now: LedgerPosition): void {
    if (!this.#history.at(now))
      this.broken(`${process} stands at entry ${now.sequence}, where no transaction ended`);
    if (now.sequence < before.sequence)
      this.broken(`${process} went back from ${before.sequence} to ${now.sequence}`);
  }

  /** A process answered an installation by its state at a position. */
  answered(
    process: string,
    position: LedgerPosition,
    { asked, said, at }: { asked: Asked; said: Said; at: Instant },
  ): void {
    this.count(said.offered === null ? "stay" : "update");
    if (said.isLate) this.count("late");
    const node = this.#history.at(position);
    const right = node && rightAnswer(node, asked, at, ORIGIN);
    if (right !== said.answer)
      this.broken(
        `${process} at entry ${position.sequence} answers ${JSON.stringify(asked)} with ${said.answer} for ${right}`,
      );
    if (said.offered !== null && !isNewer(said.offered, asked.running))
      this.broken(`${process} offers ${said.offered} to ${asked.running}`);
    if (!said.isLate) this.#expectNearly(process, position);
  }

  /** A process that does not say that it lags knows everything that was committed some seconds ago. */
  #expectNearly(process: string, position: LedgerPosition): void {
    const until = this.#time.now - LAG_TOLD_AFTER_MS;
    const known = this.#database.kept.ledger[position.sequence - 1];
    const isHere = position.sequence === 0 || known?.hash === position.hash;
    const next = isHere ? this.#firstEndAfter(position.sequence) : null;
    if (next !== null && next < until)
      this.broken(`${process} does not say that it lags behind entry ${position.sequence}`);
  }

  /** When the first transaction after an entry was committed, or null if none was. */
  #firstEndAfter(sequence: number): number | null {
    for (const { hash } of this.#database.kept.ledger.slice(sequence)) {
      const at = this.#committedAt.get(hash);
      if (at !== undefined) return at;
    }
    return null;
  }

  /** After a calm: what was acknowledged is there, and what was taken is written. `uncounted`: check-ins with another fate. */
  expectKept(fates: (process: string) => number): void {
    for (const [hash, sequence] of this.#acknowledged)
      if (!this.#isInLedger(hash)) this.broken(`the acknowledged entry ${sequence} is lost`);
    for (const [process, taken] of this.#taken) {
      const missing = [...taken].filter(([key, said]) => !this.#isWritten(process, key, said));
      if (missing.length > fates(process))
        this.broken(`${process} lost ${missing.length} check-ins, such as ${JSON.stringify(missing[0])}`);
    }
  }

  /**
   * Whether what an installation said is written: by this check-in, by a later one, or by one before that said the same not
   * long ago. Those of an organization that the ledger does not have are not written.
   */
  #isWritten(process: string, key: string, said: StoredInstallation): boolean {
    const { installations, ledger } = this.#database.kept;
    // An edge and the server behind it each leave out what was said lately, by clocks that may have gone back a little.
    const once = REPEATED_WITHIN_HOURS + CLOCK_SLACK_MINUTES / 60;
    const hours = once * (process.startsWith("edge") ? 2 : 1);
    const stored = installations.get(key);
    if (isSaid(stored, said, hours) || isSaid(this.#lostOnTheWay.get(key), said, hours)) return true;
    if (said.askedAt < (this.#ahead.get(key) ?? 0) + hours * HOUR_MS) return true;
    return !ledger.some(({ subject_id }) => key.startsWith(subject_id));
  }

  #isInLedger(hash: string): boolean {
    return this.#database.kept.ledger.some((row) => row.hash === hash);
  }
}

/** Whether what is known of an installation is later than what it said, or says the same and is this much older at most. */
function isSaid(
  known: StoredInstallation | undefined,
  { askedAt, running }: StoredInstallation,
  hours: number,
): boolean {
  if (!known || known.askedAt >= askedAt) return known !== undefined;
  return known.running === running && askedAt - known.askedAt < hours * HOUR_MS;
}

function isNewer(offered: string, running: string): boolean {
  const [one, other] = [parseVersion(offered), parseVersion(running)];
  return one.ok && other.ok && compareVersions(one.value, other.value) > 0;
}
