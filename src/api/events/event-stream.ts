import { Readable } from "node:stream";
import type { LedgerPosition } from "../../ledger/entry.ts";
import { LEDGER_START } from "../../ledger/hash.ts";
import { formatPosition } from "../../ledger/written-position.ts";
import type { Identity } from "../authenticate.ts";

/** How long a browser waits before it reconnects. */
const RETRY_MS = 3_000;

/** One open stream of server-sent events: its caller, and its position in the ledger. */
export class EventStream {
  readonly signedIn: Identity;
  /** The outgoing bytes. A reader that is too slow loses the connection, and reconnects at its position. */
  readonly body = new Readable({ read: () => undefined });
  /** The last entry of the ledger that was sent, or did not concern the reader. */
  position = LEDGER_START;
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

  /** Sends an event, written as JSON; a reader that reconnects later names its `position`. */
  send(event: string, position: LedgerPosition, text: string): void {
    this.position = position;
    this.#write(`event: ${event}\nid: ${formatPosition(position)}\ndata: ${text}\n\n`);
  }

  /** Sends an event that says no more than how far the stream has come in the ledger. */
  sendReached(event: "ready" | "refresh" | "reset", position: LedgerPosition): void {
    this.send(event, position, JSON.stringify({ sequence: position.sequence }));
  }

  /**
   * Sends a heartbeat with the current position, so that a reader that got no event for long need not catch up later.
   */
  beat(): void {
    this.#write(this.isLive ? `: beat\nid: ${formatPosition(this.position)}\n\n` : ": beat\n\n");
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
