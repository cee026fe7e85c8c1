import { LRUCache } from "lru-cache";
import type { Instant } from "../../instant.ts";

const WINDOW_MS = 15 * 60_000;
const MOST_FOR_ACCOUNT = 10;
const MOST_FROM_ADDRESS = 100;
/** The most accounts and addresses to remember; beyond that the least recently seen are forgotten. */
const MOST_REMEMBERED = 20_000;

interface Count {
  readonly since: Instant;
  readonly attempts: number;
}

/** The attempts to guess passwords in the last quarter of an hour, by account and by address; in memory, bounded. */
export class Attempts {
  readonly #accounts = new LRUCache<string, Count>({ max: MOST_REMEMBERED });
  readonly #addresses = new LRUCache<string, Count>({ max: MOST_REMEMBERED });

  /** Counts an attempt before it is made. Gives 0, or the seconds until the next one is allowed. */
  begin(account: string, address: string, now: Instant): number {
    const ofAccount = countAt(this.#accounts.get(account), now);
    const fromAddress = countAt(this.#addresses.get(address), now);
    const waitMs = Math.max(
      waitAfter(ofAccount, MOST_FOR_ACCOUNT, now),
      waitAfter(fromAddress, MOST_FROM_ADDRESS, now),
    );
    if (waitMs > 0) return Math.ceil(waitMs / 1000);
    this.#accounts.set(account, { ...ofAccount, attempts: ofAccount.attempts + 1 });
    this.#addresses.set(address, { ...fromAddress, attempts: fromAddress.attempts + 1 });
    return 0;
  }

  /** Forgets the attempts of an account that signed in, and no longer counts this one for the address. */
  succeed(account: string, address: string): void {
    this.#accounts.delete(account);
    const from = this.#addresses.get(address);
    if (from) this.#addresses.set(address, { ...from, attempts: Math.max(from.attempts - 1, 0) });
  }
}

function countAt(known: Count | undefined, now: Instant): Count {
  return known && now < known.since + WINDOW_MS ? known : { since: now, attempts: 0 };
}

function waitAfter({ since, attempts }: Count, most: number, now: Instant): number {
  return attempts < most ? 0 : since + WINDOW_MS - now;
}
