import pLimit, { type LimitFunction } from "p-limit";
import type { Actor } from "../../tenancy/actor.ts";
import { formatParty, partyOf } from "../../tenancy/quota.ts";

/** How many streams catch up at once on a server, and of the callers of one party; of one caller it is one. */
const AT_ONCE = 4;
const OF_ONE_PARTY = 2;

/** A line in which some wait, with how many there are. */
interface Line {
  readonly enter: LimitFunction;
  length: number;
}

/** Lets streams catch up in turn: one of each caller, two of each party, four in all; the others wait. */
export class CatchUpTurns {
  readonly #all = pLimit(AT_ONCE);
  readonly #lines = new Map<string, Line>();

  run<Value>(actor: Actor, catchUp: () => Promise<Value>): Promise<Value> {
    const ofParty = () =>
      this.#inLine(`party ${formatParty(partyOf(actor))}`, OF_ONE_PARTY, () => this.#all(catchUp));
    return this.#inLine(`caller ${actor.id}`, 1, ofParty);
  }

  async #inLine<Value>(name: string, atOnce: number, work: () => Promise<Value>): Promise<Value> {
    const line = this.#lines.get(name) ?? { enter: pLimit(atOnce), length: 0 };
    this.#lines.set(name, line);
    line.length++;
    try {
      return await line.enter(work);
    } finally {
      line.length--;
      if (line.length === 0) this.#lines.delete(name);
    }
  }
}
