import { refreshAfter, refreshAll } from "../data/refresh.ts";
import { leave } from "../data/sign-out-redirect.ts";
import { API } from "../paths.ts";

/** A connection that is lost for less than this is not reported. */
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

  /** Opens the stream, unless it is open. The browser reconnects by itself and says which event it received last. */
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
    // The browser gives up after a refusal, such as by a server that is full or starting; then the stream is opened again.
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
