import type { Calendar } from "../catalog/calendar.ts";
import type { Instant } from "../instant.ts";
import { isDataFault } from "../store/data-fault.ts";
import type { Store } from "../store/store.ts";
import { type CheckIn, writeCheckIns } from "../store/tables/check-in-batch.ts";
import { keepUpInstallations, type Retention } from "../store/tables/installation-upkeep.ts";
import type { InstallationBounds } from "../store/tables/new-installations.ts";
import { addUnprovenChecks } from "../store/tables/unproven-checks.ts";
import { parseId } from "../tenancy/id.ts";
import type { CheckIns } from "./check-ins.ts";
import type { RawCheckIn } from "./raw-check-in.ts";
import { ToldStates } from "./told-states.ts";

/** How often to look for check-ins that are due, and how long they wait if there are few. */
const LOOK_EVERY_MS = 200;
const WRITE_EVERY_MS = 1_000;
const UPKEEP_EVERY_MS = 600_000;
/** Rows in one statement. The embedded database runs in this process, where a long statement would delay checks. */
const BATCH = { postgresql: 5_000, embedded: 250 } as const;

/** What a writer works with. */
export interface WriterSurroundings {
  readonly store: Store;
  readonly now: () => Instant;
  /** The present calendar: its versions are counted by name. */
  readonly calendar: () => Calendar;
  readonly retention: Retention;
  readonly bounds: InstallationBounds;
  /** Called once with the error when writing begins to fail, and once with null when it works again. */
  readonly tell: (problem: unknown) => void;
  /** Called with the error for each check-in that the database refuses for its data. */
  readonly tellUnfit: (problem: unknown) => void;
}

/** How many check-ins of a batch had which fate. */
interface BatchFates {
  written: number;
  surplus: number;
  unfit: number;
  /** The organizations of which some were refused. */
  readonly refusing: Set<string>;
}

/** Writes check-ins to the store in the background: every second, or when a batch is full. */
export class CheckInWriter {
  readonly #checkIns: CheckIns;
  readonly #around: WriterSurroundings;
  readonly #states: ToldStates;
  readonly #timers: NodeJS.Timeout[] = [];
  #writing: Promise<void> = Promise.resolve();
  #isFailing = false;
  #lastAt = performance.now();

  constructor(checkIns: CheckIns, around: WriterSurroundings) {
    this.#checkIns = checkIns;
    this.#around = around;
    this.#states = new ToldStates(around.calendar);
  }

  start(): void {
    this.#timers.push(setInterval(() => this.#look(), LOOK_EVERY_MS).unref());
    this.#timers.push(setInterval(() => void this.keepUp(), UPKEEP_EVERY_MS).unref());
    void this.keepUp();
  }

  /**
   * Writes the waiting check-ins a last time and stops. Those that cannot be written are lost, and `tell` is called.
   */
  async stop(): Promise<void> {
    for (const timer of this.#timers) clearInterval(timer);
    await this.flush();
  }

  /** Resolves when the waiting check-ins are written, or cannot be written for now. Never rejects. */
  flush(): Promise<void> {
    this.#lastAt = performance.now();
    this.#writing = this.#writing.then(() => this.#writeAll());
    return this.#writing;
  }

  /** Whether check-ins could not be written when that was last tried. */
  get isFailing(): boolean {
    return this.#isFailing;
  }

  /** Removes installations whose retention has ended, if that is due. Never rejects. */
  keepUp(): Promise<void> {
    const { store, retention, now, tell } = this.#around;
    this.#writing = this.#writing.then(async () => {
      await keepUpInstallations(store, retention, now()).catch(tell);
    });
    return this.#writing;
  }

  #look(): void {
    const waited = performance.now() - this.#lastAt >= WRITE_EVERY_MS;
    if (this.#checkIns.size >= BATCH[this.#around.store.kind] || waited) void this.flush();
  }

  async #writeAll(): Promise<void> {
    try {
      while (this.#checkIns.size > 0) {
        await this.#writeBatch(this.#checkIns.oldest(BATCH[this.#around.store.kind]));
        this.#tellThatItWorks();
      }
      await this.#writeUnproven();
    } catch (error) {
      if (!this.#isFailing) this.#around.tell(error);
      this.#isFailing = true;
    }
  }

  async #writeUnproven(): Promise<void> {
    const { unprovenChecks } = this.#checkIns;
    const counts = unprovenChecks.take();
    if (counts.size === 0) return;
    try {
      await addUnprovenChecks(this.#around.store.database, counts, this.#around.now());
      this.#tellThatItWorks();
    } catch (error) {
      unprovenChecks.putBack(counts);
      throw error;
    }
  }

  async #writeBatch(batch: readonly RawCheckIn[]): Promise<void> {
    const fates: BatchFates = { written: 0, surplus: 0, unfit: 0, refusing: new Set() };
    await this.#writeHalving(batch, fates);
    this.#checkIns.takeOff(batch, fates.refusing);
    this.#checkIns.written += fates.written;
    this.#checkIns.surplus += fates.surplus;
    this.#checkIns.unfit += fates.unfit;
  }

  /**
   * Writes check-ins. Those that fail for their data are halved until the bad one stands alone, which is left out: it
   * never holds others back. Rejects for any other reason, and may be repeated then.
   */
  async #writeHalving(batch: readonly RawCheckIn[], fates: BatchFates): Promise<void> {
    try {
      await this.#write(batch, fates);
    } catch (error) {
      if (!isDataFault(error)) throw error;
      if (batch.length === 1) {
        fates.unfit++;
        this.#around.tellUnfit(error);
        return;
      }
      const half = Math.ceil(batch.length / 2);
      await this.#writeHalving(batch.slice(0, half), fates);
      await this.#writeHalving(batch.slice(half), fates);
    }
  }

  async #write(batch: readonly RawCheckIn[], fates: BatchFates): Promise<void> {
    const { store, now, bounds } = this.#around;
    const checkIns = batch.flatMap((noted) => toCheckIn(noted, this.#states));
    const refused = await writeCheckIns(store, checkIns, now(), bounds);
    for (const one of refused) fates.refusing.add(one.organizationId);
    const surplus = refused.reduce((sum, one) => sum + one.refused, 0);
    fates.written += checkIns.length - surplus;
    fates.surplus += surplus;
    fates.unfit += batch.length - checkIns.length;
  }

  #tellThatItWorks(): void {
    if (this.#isFailing) this.#around.tell(null);
    this.#isFailing = false;
  }
}

/** A check-in as it is stored; empty if its target is none. */
function toCheckIn(noted: RawCheckIn, states: ToldStates): CheckIn[] {
  const { organizationId, installation: installationId, user, at: askedAt } = noted;
  const told = states.read(noted);
  const userId = user === null ? null : parseId(user);
  return told === null ? [] : [{ organizationId, installationId, userId, told, askedAt }];
}
