import { perform } from "../commands/perform.ts";
import { Fleet } from "../fleet/fleet.ts";
import { LedgerFollower } from "../fleet/ledger-follower.ts";
import { World } from "../fleet/world.ts";
import type { Instant } from "../instant.ts";
import type { LedgerEntry } from "../ledger/entry.ts";
import { ok, type Refusal, type Result } from "../result.ts";
import { type Change, changeStore } from "../store/ledger/change.ts";
import { entriesAfter, ledgerSource } from "../store/ledger/ledger-table.ts";
import type { Store } from "../store/store.ts";
import type { AnswerSource } from "./answers.ts";
import type { PlannedChange } from "./planned-change.ts";

/** How many entries of the ledger are read at once. */
const BATCH = 2000;

/** A store, a fleet that follows its ledger, and the planned changes. */
export class WorldInMotion {
  readonly store: Store;
  readonly fleet: AnswerSource;
  readonly #follower: LedgerFollower;
  readonly #plan: readonly PlannedChange[];
  /** The sequence of the last entry that {@link catchUp} returned. */
  #given = 0;
  /** For each planned change that was tried: the code of its refusal, or null if it was accepted. */
  readonly outcomes: (string | null)[] = [];
  /** How many accepted changes changed anything. */
  changes = 0;

  private constructor(store: Store, world: World, fleet: AnswerSource, plan: readonly PlannedChange[]) {
    this.store = store;
    this.fleet = fleet;
    this.#follower = new LedgerFollower(ledgerSource(store.database), world);
    this.#plan = plan;
  }

  /** Opens a world on a store that has the schema and no rows. */
  static open(
    store: Store,
    plan: readonly PlannedChange[],
    answering: (fleet: Fleet) => AnswerSource = (fleet) => fleet,
  ): WorldInMotion {
    const world = new World();
    return new WorldInMotion(store, world, answering(new Fleet(world)), plan);
  }

  /** When the next change is tried, or Infinity if none is left. */
  get nextChangeAt(): number {
    return this.#plan[this.outcomes.length]?.at ?? Number.POSITIVE_INFINITY;
  }

  get changesLeft(): number {
    return this.#plan.length - this.outcomes.length;
  }

  /** Tries the changes planned until `until`, included; returns the new ledger entries. */
  async doUntil(until: Instant, tell?: () => void): Promise<readonly LedgerEntry[]> {
    for (;;) {
      const planned = this.#plan[this.outcomes.length];
      if (!planned || planned.at > until) return this.catchUp();
      const by = { actor: planned.actor, now: planned.at };
      const done = await changeStore(this.store, by, (change) => tryChange(change, planned));
      this.outcomes.push(done.ok ? null : done.error.code);
      if (done.ok && done.value) this.changes++;
      tell?.();
    }
  }

  /** Brings the fleet up to date with the ledger; returns the new entries. */
  async catchUp(): Promise<readonly LedgerEntry[]> {
    await this.#follower.catchUp();
    const news: LedgerEntry[] = [];
    for (;;) {
      const entries = await entriesAfter(this.store.database, this.#given, BATCH);
      for (const entry of entries) news.push(entry);
      this.#given = entries.at(-1)?.sequence ?? this.#given;
      if (entries.length < BATCH) return news;
    }
  }
}

/** Performs a planned change; returns whether it changed anything, or the refusal of one of its commands. */
async function tryChange(
  change: Change,
  { actor, commands }: PlannedChange,
): Promise<Result<boolean, Refusal>> {
  for (const command of commands) {
    const done = await perform(change, actor, command);
    if (!done.ok) return done;
  }
  return ok(change.entries > 0);
}
