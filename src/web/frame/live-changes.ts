import { refreshAfter, refreshAll } from "../data/refresh.ts";
import { leave } from "../data/sign-out-redirect.ts";
import { API } from "../paths.ts";

/** A connection that is gone for so long is told of; shorter ones nobody needs to know about. */
const TOLD_AFTER_MS = 2_000;

/**
 * What others change while the page is open, from the server's stream of events. Nothing of it is kept: a change says
 * which answers are no longer true, and these are asked for again.
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

  /** Begins to listen, if it does not yet; the browser reconnects by itself and says where it was. */
  start(): void {
    if (this.source) return;
    const source = new EventSource(API.events);
    this.source = source;
    source.addEventListener("open", () => this.isBack());
    source.addEventListener("error", () => this.isGone(source));
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
    this.say(false);
  }

  private isBack(): void {
    window.clearTimeout(this.timer);
    this.timer = undefined;
    if (this.lost) refreshAll();
    this.say(false);
  }

  private isGone(source: EventSource): void {
    this.timer ??= window.setTimeout(() => this.say(true), TOLD_AFTER_MS);
    // Refused for good, such as by a server that is full or just starting: the browser gives up, this does not.
    if (source.readyState === EventSource.CLOSED && this.source === source) {
      window.setTimeout(() => this.again(source), TOLD_AFTER_MS);
    }
  }

  private again(source: EventSource): void {
    if (this.source !== source) return;
    this.source = null;
    this.start();
  }

  private say(lost: boolean): void {
    if (lost === this.lost) return;
    this.lost = lost;
    for (const listener of this.listeners) listener();
  }
}

export const liveChanges = new LiveChanges();
