import type { Deed } from "../commands/command.ts";
import { perform } from "../commands/perform.ts";
import { Fleet } from "../fleet/fleet.ts";
import { LedgerFollower } from "../fleet/ledger-follower.ts";
import { World } from "../fleet/world.ts";
import type { Instant } from "../instant.ts";
import type { LedgerEntry } from "../ledger/entry.ts";
import { changeStore } from "../store/ledger/change.ts";
import { entriesAfter, ledgerSource } from "../store/ledger/ledger-table.ts";
import type { Store } from "../store/store.ts";
import type { AnswerSource } from "./answers.ts";

/** How many entries of the ledger are read at once. */
const BATCH = 2000;

/** A store, a fleet that follows its ledger, and what was done to it. */
export class WorldInMotion {
  readonly store: Store;
  readonly fleet: AnswerSource;
  readonly #follower: LedgerFollower;
  readonly #deeds: readonly Deed[];
  /** The last entry of the ledger that was given out. */
  #given = 0;
  /** For each deed done: the code of its refusal; null: it was accepted. */
  readonly outcomes: (string | null)[] = [];
  /** How many of the accepted changed anything. */
  changes = 0;

  private constructor(store: Store, world: World, fleet: AnswerSource, deeds: readonly Deed[]) {
    this.store = store;
    this.fleet = fleet;
    this.#deeds = deeds;
    this.#follower = new LedgerFollower(ledgerSource(store.database), world);
  }

  /** `store`: the whole schema with nothing in it. */
  static open(
    store: Store,
    deeds: readonly Deed[],
    answering: (fleet: Fleet) => AnswerSource = (fleet) => fleet,
  ): WorldInMotion {
    const world = new World();
    return new WorldInMotion(store, world, answering(new Fleet(world)), deeds);
  }

  /** When the next deed is done; Infinity: there is none left. */
  get nextDeedAt(): number {
    return this.#deeds[this.outcomes.length]?.at ?? Number.POSITIVE_INFINITY;
  }

  get deedsLeft(): number {
    return this.#deeds.length - this.outcomes.length;
  }

  /** Does what is to be done up to and with `until`; gives what the ledger says of it. */
  async doUntil(until: Instant, tell?: () => void): Promise<readonly LedgerEntry[]> {
    for (;;) {
      const deed = this.#deeds[this.outcomes.length];
      if (!deed || deed.at > until) return this.catchUp();
      const by = { actor: deed.actor, now: deed.at };
      const done = await changeStore(this.store, by, (change) => perform(change, deed.actor, deed.act));
      this.outcomes.push(done.ok ? null : done.error.code);
      if (done.ok && done.value) this.changes++;
      tell?.();
    }
  }

  /** Has the fleet read on in the ledger; gives what is new there. */
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
