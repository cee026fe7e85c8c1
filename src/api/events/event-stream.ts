import { Readable } from "node:stream";
import type { Identity } from "../authenticate.ts";

/** A browser that lost the connection comes back after so long. */
const RETRY_MS = 3_000;

/** One open stream of server-sent events: whose it is, and how far in the ledger it has come. */
export class EventStream {
  readonly signedIn: Identity;
  /** What goes out. A reader that is slower than what is said loses the connection, and comes back where it was. */
  readonly body = new Readable({ read: () => undefined });
  /** The last entry of the ledger that it was told of, or that was none of its business. */
  sequence = 0;
  /** Whether it has caught up, and hears of changes as they happen. */
  isLive = false;
  readonly #mostWaiting: number;

  constructor(signedIn: Identity, mostWaiting: number) {
    this.signedIn = signedIn;
    this.#mostWaiting = mostWaiting;
    this.#write(`retry: ${RETRY_MS}\n\n`);
  }

  /** Tells an event; who comes back later names its place. */
  tell(event: string, sequence: number, data: object | string): void {
    this.sequence = sequence;
    const text = typeof data === "string" ? data : JSON.stringify(data);
    this.#write(`event: ${event}\nid: ${sequence}\ndata: ${text}\n\n`);
  }

  /** A sign of life, with the place that was reached, so that who hears nothing for long need not catch up later. */
  beat(): void {
    this.#write(this.isLive ? `: beat\nid: ${this.sequence}\n\n` : ": beat\n\n");
  }

  /** Says why, and ends. */
  signOut(): void {
    this.#write("event: signed_out\ndata: {}\n\n");
    this.end();
  }

  end(): void {
    this.isLive = false;
    if (!this.body.destroyed && !this.body.readableEnded) this.body.push(null);
  }

  /** Breaks the connection off; the client comes back. */
  drop(): void {
    this.isLive = false;
    this.body.destroy();
  }

  #write(text: string): void {
    if (this.body.destroyed || this.body.readableEnded) return;
    this.body.push(text);
    if (this.body.readableLength > this.#mostWaiting) this.drop();
  }
}
