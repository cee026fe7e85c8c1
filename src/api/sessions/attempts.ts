import { LRUCache } from "lru-cache";
import type { Instant } from "../../instant.ts";
import { networksOf } from "./networks-of.ts";

/** For how long attempts are counted, and the most of them for one account, and from one address. */
interface AttemptBounds {
  readonly windowMs: number;
  readonly mostForAccount: number;
  readonly mostFromAddress: number;
}

const MOST_FROM_ADDRESS = 100;
export const PASSWORD_BOUNDS: AttemptBounds = {
  windowMs: 15 * 60_000,
  mostForAccount: 10,
  mostFromAddress: MOST_FROM_ADDRESS,
};
/** A code has a million values, of which three are good at a time; so fewer attempts at codes than at passwords. */
export const CODE_BOUNDS: AttemptBounds = {
  windowMs: 3_600_000,
  mostForAccount: 10,
  mostFromAddress: MOST_FROM_ADDRESS,
};
/** The database keeps a challenge for ten minutes, also of somebody who does not answer it; so those are bounded. */
export const CHALLENGE_BOUNDS: AttemptBounds = {
  windowMs: 10 * 60_000,
  mostForAccount: 0,
  mostFromAddress: 1_000,
};
/** The most names without an account, and networks, to remember; beyond that the least recently seen are forgotten. */
const MOST_REMEMBERED = 20_000;
/** The most accounts to remember, which are all that an installation has. */
const MOST_ACCOUNTS = 100_000;

interface Count {
  readonly since: Instant;
  readonly attempts: number;
}

/**
 * An empty cache of so many counts at most. Its bound is a size, where each count has the size 1: with a `max`, lru-cache
 * would take the memory of all of them at the start.
 */
function countsOf(most: number): LRUCache<string, Count> {
  return new LRUCache({ maxSize: most, sizeCalculation: () => 1 });
}

/** What is known of an attempt beside the name and the address. */
export interface Circumstances {
  /** Whether there is an account of that name: its count is not forgotten for those of names that were made up. */
  readonly isAccount?: boolean;
  /**
   * A browser in which the owner of the account has signed in before, or null. It is counted by itself: the attempts of
   * others do not lock it out.
   */
  readonly browser?: string | null;
  /** Whether the attempt is at no account in particular, as with a passkey: it is counted for the address alone. */
  readonly isNobodys?: boolean;
}

/** One count that an attempt adds to, and the most attempts that it allows. */
interface Bound {
  readonly counts: LRUCache<string, Count>;
  readonly key: string;
  readonly most: number;
}

/**
 * The attempts to guess passwords in the last quarter of an hour, or codes in the last hour, by account and by the network
 * of the address; in memory, bounded. Those at accounts that exist are counted in the database, too, for all servers
 * together.
 */
export class Attempts {
  readonly #accounts = countsOf(MOST_ACCOUNTS);
  readonly #names = countsOf(MOST_REMEMBERED);
  readonly #networks = countsOf(MOST_REMEMBERED);
  readonly #browsers = countsOf(MOST_REMEMBERED);
  readonly #bounds: AttemptBounds;

  constructor(bounds: AttemptBounds = PASSWORD_BOUNDS) {
    this.#bounds = bounds;
  }

  /** Counts an attempt before it is made. Gives 0, or the seconds until the next one is allowed. */
  begin(account: string, address: string, now: Instant, circumstances: Circumstances = {}): number {
    const bounds = this.#boundsOf(account, address, circumstances);
    const waitMs = Math.max(
      ...bounds.map(({ counts, key, most }) =>
        this.#waitAfter(this.#countAt(counts.get(key), now), most, now),
      ),
    );
    if (waitMs > 0) return Math.ceil(waitMs / 1000);
    for (const { counts, key } of bounds) {
      const count = this.#countAt(counts.get(key), now);
      counts.set(key, { ...count, attempts: count.attempts + 1 });
    }
    return 0;
  }

  /** Forgets the attempts of an account that signed in, and no longer counts this one for the address. */
  succeed(account: string, address: string, circumstances: Circumstances = {}): void {
    for (const { counts, key } of this.#boundsOf(account, address, circumstances)) {
      const count = counts.get(key);
      if (counts !== this.#networks) counts.delete(key);
      else if (count) counts.set(key, { ...count, attempts: Math.max(count.attempts - 1, 0) });
    }
  }

  #boundsOf(
    account: string,
    address: string,
    { isAccount = false, browser = null, isNobodys = false }: Circumstances,
  ): readonly Bound[] {
    if (isAccount && browser !== null) {
      return [{ counts: this.#browsers, key: `${account} ${browser}`, most: this.#bounds.mostForAccount }];
    }
    const counts = isAccount ? this.#accounts : this.#names;
    const networks = networksOf(address).map(({ prefix: key, share }) => {
      return { counts: this.#networks, key, most: this.#bounds.mostFromAddress * share };
    });
    if (isNobodys) return networks;
    return [{ counts, key: account, most: this.#bounds.mostForAccount }, ...networks];
  }

  #countAt(known: Count | undefined, now: Instant): Count {
    return known && now < known.since + this.#bounds.windowMs ? known : { since: now, attempts: 0 };
  }

  #waitAfter({ since, attempts }: Count, most: number, now: Instant): number {
    return attempts < most ? 0 : since + this.#bounds.windowMs - now;
  }
}
