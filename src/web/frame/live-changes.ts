import { announceLineBack } from "../data/line-back.ts";
import { checkForUpdate } from "../data/page-update.ts";
import { refreshAfter, refreshAll } from "../data/refresh.ts";
import { leave } from "../data/sign-out-redirect.ts";
import { API } from "../paths.ts";

/** A connection that is lost for less than this is not reported. */
const REPORTED_AFTER_MS = 2_000;

/**
 * Changes that others make while the page is open, from the server's stream of events. A change invalidates queries, which
 * are then refetched; nothing of the event itself is stored.
 */
class LiveChanges {
  private source: EventSource | null = null;
  private lost = false;
  private timer: number | undefined;
  private readonly listeners = new Set<() => void>();

  readonly isLost = (): boolean => this.lost;

  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  /** Opens the stream, unless it is open. The browser reconnects by itself and says which event it received last. */
  start(): void {
    if (this.source) return;
    const source = new EventSource(API.events);
    this.source = source;
    source.addEventListener("open", () => this.onOpen());
    source.addEventListener("error", () => this.onError(source));
    source.addEventListener("change", ({ data }) => refreshAfter(JSON.parse(data)));
    source.addEventListener("refresh", () => refreshAll());
    source.addEventListener("reset", () => refreshAll());
    source.addEventListener("signed_out", () => leave());
  }

  stop(): void {
    this.source?.close();
    this.source = null;
    window.clearTimeout(this.timer);
    this.timer = undefined;
    this.setLost(false);
  }

  private onOpen(): void {
    window.clearTimeout(this.timer);
    this.timer = undefined;
    if (this.lost) refreshAll();
    this.setLost(false);
    announceLineBack();
    // The server may have been replaced by a newer one.
    void checkForUpdate();
  }

  private onError(source: EventSource): void {
    this.timer ??= window.setTimeout(() => this.setLost(true), REPORTED_AFTER_MS);
    // The browser gives up after a refusal, such as by a server that is full or starting; then the stream is opened again.
    if (source.readyState === EventSource.CLOSED && this.source === source) {
      window.setTimeout(() => this.reopen(source), REPORTED_AFTER_MS);
    }
  }

  private reopen(source: EventSource): void {
    if (this.source !== source) return;
    this.source = null;
    this.start();
  }

  private setLost(lost: boolean): void {
    if (lost === this.lost) return;
    this.lost = lost;
    for (const listener of this.listeners) listener();
  }
}

export const liveChanges = new LiveChanges();
