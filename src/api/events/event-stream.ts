import { Readable } from "node:stream";
import type { Identity } from "../authenticate.ts";

/** How long a browser waits before it reconnects. */
const RETRY_MS = 3_000;

/** One open stream of server-sent events: its caller, and its position in the ledger. */
export class EventStream {
  readonly signedIn: Identity;
  /** The outgoing bytes. A reader that is too slow loses the connection, and reconnects at its position. */
  readonly body = new Readable({ read: () => undefined });
  /** The last entry of the ledger that was sent, or did not concern the reader. */
  sequence = 0;
  /** Whether it has caught up, and gets changes as they happen. */
  isLive = false;
  readonly #mostWaiting: number;
  #isEnded = false;

  constructor(signedIn: Identity, mostWaiting: number) {
    this.signedIn = signedIn;
    this.#mostWaiting = mostWaiting;
    this.#write(`retry: ${RETRY_MS}\n\n`);
  }

  /** Whether nothing more can be sent. */
  get isOver(): boolean {
    return this.#isEnded || this.body.destroyed;
  }

  /** Sends an event; a reader that reconnects later names its `sequence`. */
  send(event: string, sequence: number, data: object | string): void {
    this.sequence = sequence;
    const text = typeof data === "string" ? data : JSON.stringify(data);
    this.#write(`event: ${event}\nid: ${sequence}\ndata: ${text}\n\n`);
  }

  /**
   * Sends a heartbeat with the current position, so that a reader that got no event for long need not catch up later.
   */
  beat(): void {
    this.#write(this.isLive ? `: beat\nid: ${this.sequence}\n\n` : ": beat\n\n");
  }

  /** Sends `signed_out` as the last event, and ends. */
  signOut(): void {
    this.#write("event: signed_out\ndata: {}\n\n");
    this.end();
  }

  end(): void {
    this.isLive = false;
    if (!this.isOver) this.body.push(null);
    this.#isEnded = true;
  }

  /** Breaks the connection; the client reconnects. */
  drop(): void {
    this.isLive = false;
    this.body.destroy();
  }

  #write(text: string): void {
    if (this.isOver) return;
    this.body.push(text);
    if (this.body.readableLength > this.#mostWaiting) this.drop();
  }
}
