import type { Instant } from "../instant.ts";
import { parseId } from "../tenancy/id.ts";
import { CheckInHasher } from "./check-in-hash.ts";
import { isPlain, type RawCheckIn, toWaiting } from "./raw-check-in.ts";
import { CLOCK_SLACK_MINUTES, ToldLately } from "./told-lately.ts";
import { UnprovenChecks } from "./unproven-checks.ts";

/** How many installations can wait to be written; each takes a few hundred bytes. */
const MOST_WAITING = 100_000;
/** How many check-ins are noted before they are sorted in: those take a fraction of a millisecond. */
const NOTED_AT_ONCE = 1_024;
const UUID_LENGTH = 36;
const CLOCK_SLACK_MS = CLOCK_SLACK_MINUTES * 60_000;

/** Characters that a database cannot hold or a person cannot read. */
const UNFIT = /[\p{Cc}\p{Cs}]/u;

/**
 * What becomes of a check-in; the fields of `CheckIns` with these names count them. Each that was noted waits, or has one
 * of these fates.
 */
export const CHECK_IN_FATES = [
  "written",
  "unchanged",
  "replaced",
  "dropped",
  "unknown",
  "unreadable",
  "unfit",
  "surplus",
  "unproven",
] as const;

/** What `CheckIns` depends on. */
interface CheckInOptions {
  /** How many can wait. */
  readonly most?: number;
  /** The present calendar: once it is another one, everything is written anew, because it may be counted otherwise. */
  readonly calendar?: () => unknown;
  /**
   * The clock that check-ins are noted by. Once it has gone back by more than an hour, everything is written anew: what
   * was told by a clock that was ahead would otherwise count as told lately when its time comes.
   */
  readonly now?: () => number;
  readonly toldLately?: ToldLately;
}

/**
 * The check-ins that are not written yet: the last one of each installation, in the order in which they began to wait.
 * One that says the same as the last one within 20 hours is not written again ({@link ToldLately}).
 *
 * Noting one costs next to nothing: it is put into a list of fixed length. Whatever else is to be done is done for the whole list,
 * when it is full or somebody looks.
 *
 * The queue is bounded, also for each organization: one may have as many waiting as there is room left, so that it
 * takes half of the queue if it is alone and never the last room of the others. What has no room is dropped and
 * counted.
 */
export class CheckIns {
  readonly #noted = new Array<RawCheckIn | null>(NOTED_AT_ONCE).fill(null);
  /** How many of `#noted` are not sorted in yet. */
  #fill = 0;
  readonly #waiting = new Map<string, RawCheckIn>();
  /** How many wait, by organization. */
  readonly #counts = new Map<string, number>();
  readonly #most: number;
  readonly #calendarNow: () => unknown;
  #calendar: unknown = null;
  readonly #now: () => number;
  /** The latest time that the clock has shown since it last went back. */
  #latest = 0;
  readonly #hasher = new CheckInHasher();
  readonly #toldLately: ToldLately;
  /** How many were written. */
  written = 0;
  /** How many were not written, because they said the same as what was noted lately. */
  unchanged = 0;
  /** How many were not written, because the installation said something else before they were. */
  replaced = 0;
  /** How many were not kept, because too many waited. */
  dropped = 0;
  /** How many were not kept, because they came from unknown organizations. */
  unknown = 0;
  /** How many were not kept, because the id of their installation is no text that can be stored and read. */
  unreadable = 0;
  /** How many were not written, because the database refuses their data. */
  unfit = 0;
  /** How many were not written, because their organization had too many new installations. */
  surplus = 0;
  /** Those that were not kept, because their organization requires an enrolment key. */
  readonly unprovenChecks = new UnprovenChecks();

  constructor({
    most = MOST_WAITING,
    calendar = () => null,
    now = () => 0,
    toldLately = new ToldLately(),
  }: CheckInOptions = {}) {
    this.#most = most;
    this.#calendarNow = calendar;
    this.#now = now;
    this.#toldLately = toldLately;
  }

  get unproven(): number {
    return this.unprovenChecks.total;
  }

  /** How many wait. */
  get size(): number {
    this.#sortIn();
    return this.#waiting.size;
  }

  /** Since when the installation waits that waits longest, or null if none waits. */
  get oldestSince(): Instant | null {
    this.#sortIn();
    for (const { waitsSince } of this.#waiting.values()) return waitsSince;
    return null;
  }

  /**
   * Adds a check-in of a known organization, in place of an earlier one of the installation that waits. The organization's
   * id is a UUID in either case, or in the long form.
   */
  note(noted: RawCheckIn): void {
    this.#noted[this.#fill++] = noted;
    if (this.#fill === NOTED_AT_ONCE) this.#sortIn();
  }

  /** The `max` check-ins that wait longest. They stay until {@link takeOff}. */
  oldest(max: number): readonly RawCheckIn[] {
    this.#sortIn();
    const found: RawCheckIn[] = [];
    for (const noted of this.#waiting.values()) {
      if (found.push(noted) >= max) break;
    }
    return found;
  }

  /**
   * Removes check-ins whose fate is known. A newer check-in of the same installation goes on waiting. Those of `refusing`
   * organizations are not remembered as told, because some of them were not written.
   */
  takeOff(done: readonly RawCheckIn[], refusing: ReadonlySet<string> = NONE): void {
    this.#sortIn();
    for (const noted of done) {
      const waiting = this.#waiting.get(keyOf(noted));
      if (waiting === noted) this.#remove(noted);
      else if (waiting) waiting.waitsSince = waiting.at;
      if (refusing.has(noted.organizationId)) this.#forget(noted);
    }
  }

  /** Has everything written anew that is told from now on: the database has lost some of what was written. */
  forgetTold(): void {
    this.#sortIn();
    this.#toldLately.forgetAll();
  }

  /** Sorts in what was noted. */
  #sortIn(): void {
    this.#lookAround();
    const noted = this.#noted;
    const end = this.#fill;
    this.#fill = 0;
    for (let at = 0; at < end; at++) {
      this.#take(noted[at] as RawCheckIn);
      noted[at] = null;
    }
  }

  /** Forgets what was told if it may now be counted otherwise, or was told by a clock that was ahead. */
  #lookAround(): void {
    const [calendar, now] = [this.#calendarNow(), this.#now()];
    const isBack = now < this.#latest - CLOCK_SLACK_MS;
    if (isBack || calendar !== this.#calendar) this.#toldLately.forgetAll();
    this.#latest = isBack ? now : Math.max(now, this.#latest);
    this.#calendar = calendar;
  }

  #take(sent: RawCheckIn): void {
    const noted = readable(sent);
    if (noted === null) this.unreadable++;
    else if (this.#toldLately.isRepeated(this.#hasher.read(noted), noted.at)) this.unchanged++;
    else this.#queue(toWaiting(noted));
  }

  #queue(noted: RawCheckIn): void {
    const { organizationId } = noted;
    const waiting = this.#waiting;
    const key = keyOf(noted);
    const before = waiting.get(key);
    if (before !== undefined) {
      this.#replace(key, before, noted);
      return;
    }
    const count = this.#counts.get(organizationId) ?? 0;
    if (count > 0 && count >= this.#most - waiting.size) {
      this.#drop(noted);
      return;
    }
    waiting.set(key, noted);
    this.#counts.set(organizationId, count + 1);
    if (waiting.size > this.#most) this.#dropOldest();
  }

  #replace(key: string, before: RawCheckIn, noted: RawCheckIn): void {
    this.replaced++;
    if (before.at > noted.at) {
      // An edge sent it late, or again: it is not what the installation told last.
      this.#forget(noted);
      return;
    }
    noted.waitsSince = before.waitsSince;
    this.#waiting.set(key, noted);
  }

  #dropOldest(): void {
    for (const noted of this.#waiting.values()) {
      this.#remove(noted);
      this.#drop(noted);
      return;
    }
  }

  #drop(noted: RawCheckIn): void {
    this.#forget(noted);
    this.dropped++;
  }

  #forget(noted: RawCheckIn): void {
    this.#toldLately.forget(this.#hasher.read(noted));
  }

  #remove(noted: RawCheckIn): void {
    const { organizationId } = noted;
    this.#waiting.delete(keyOf(noted));
    const left = (this.#counts.get(organizationId) ?? 0) - 1;
    if (left > 0) this.#counts.set(organizationId, left);
    else this.#counts.delete(organizationId);
  }
}

const NONE: ReadonlySet<string> = new Set();

function keyOf({ organizationId, installation }: RawCheckIn): string {
  return organizationId + installation;
}

/** The check-in with the id of its organization as a UUID, or null if an id is none that can be kept. */
function readable(noted: RawCheckIn): RawCheckIn | null {
  const { organizationId, installation } = noted;
  if (typeof organizationId !== "string" || typeof installation !== "string") return null;
  if (!isPlain(installation) && UNFIT.test(installation)) return null;
  if (organizationId.length === UUID_LENGTH) return noted;
  const known = parseId(organizationId);
  return known === null ? null : { ...noted, organizationId: known };
}
