import type { DatabaseAddress, Way } from "./database-url.ts";

/** What a server answers that has no TLS, or that takes only encrypted or only plain connections. */
const OTHER_TLS = /does not support SSL|no pg_hba\.conf entry|no encryption|SSL off|SSL required/i;

/** The ways to a database, one of which is tried at a time: the one that worked last, else the next. */
export class Ways {
  readonly #hosts: DatabaseAddress["hosts"];
  #host = 0;
  #tls = 0;
  /** Counts the turns, so that of several that failed at once only the first turns. */
  #turns = 0;

  constructor({ hosts }: DatabaseAddress) {
    this.#hosts = hosts;
  }

  /** How many ways there are. */
  get count(): number {
    return this.#hosts.flat().length;
  }

  /** The way to try now. */
  get current(): Way {
    return this.#hosts[this.#host]?.[this.#tls] ?? {};
  }

  /**
   * Opens by the present way, and by the others in turn until one works or each was tried; then throws the last error.
   */
  async tryInTurn<Opened>(open: () => Promise<Opened>): Promise<Opened> {
    for (let tried = 1; ; tried++) {
      const turns = this.#turns;
      try {
        return await open();
      } catch (error) {
        const isOther = turns !== this.#turns || this.#turn(error);
        if (!isOther || tried >= this.count) throw error;
      }
    }
  }

  /** Turns to the next way; false if that is the one that has just failed. */
  #turn(error: unknown): boolean {
    this.#turns += 1;
    const ways = this.#hosts[this.#host]?.length ?? 0;
    const wantsOtherTls = OTHER_TLS.test((error as Error).message);
    this.#tls = wantsOtherTls ? this.#tls + 1 : 0;
    if (this.#tls > 0 && this.#tls < ways) return true;
    this.#tls = 0;
    this.#host = (this.#host + 1) % this.#hosts.length;
    return this.#hosts.length > 1;
  }
}
