import type { CheckIns } from "../fleet/check-ins.ts";
import type { RawCheckIn } from "../fleet/raw-check-in.ts";
import { BATCH_TYPE, EDGE_LIMITS, EDGE_PATHS } from "../updates/edge-protocol.ts";
import { toSentCheckIn } from "../updates/sent-check-in.ts";
import type { SentUnproven } from "../updates/sent-unproven.ts";
import { type EdgeLog, reasonOf } from "./edge-log.ts";
import { OriginFailure, type Origins } from "./origins.ts";
import { pause, pauseAfter } from "./pause.ts";

const SEND_EVERY_MS = 1_000;
const PATIENCE_MS = 15_000;
/** For how long a stop goes on sending what waits. */
const LAST_MS = 10_000;

/** What a sender works with. */
export interface SenderParts {
  readonly checkIns: CheckIns;
  readonly origins: Origins;
  readonly log: EdgeLog;
}

/**
 * Sends check-ins to a server in the background, those that wait longest first. Each is sent until a server has taken it, and
 * more than once if its answer was lost; what waits meanwhile is bounded by `CheckIns`, which drops and counts the rest.
 */
export class CheckInSender {
  readonly #parts: SenderParts;
  readonly #over = new AbortController();
  #running: Promise<void> = Promise.resolve();
  #failures = 0;

  constructor(parts: SenderParts) {
    this.#parts = parts;
  }

  start(): void {
    this.#running = this.#sendOn();
  }

  /** Sends what waits a last time; what no server takes within some seconds is lost, and logged. */
  async stop(): Promise<void> {
    this.#over.abort();
    await this.#running;
    const { checkIns, log } = this.#parts;
    const until = performance.now() + LAST_MS;
    try {
      while (checkIns.size > 0 && performance.now() < until) await this.#sendBatch();
      await this.#sendUnproven();
    } catch {
      // Said below, with how many they are.
    }
    if (checkIns.size > 0) log.warn("check-ins are lost that no server has taken", { count: checkIns.size });
  }

  async #sendOn(): Promise<void> {
    const { signal } = this.#over;
    const { checkIns } = this.#parts;
    while (!signal.aborted) {
      try {
        while (checkIns.size > 0 && !signal.aborted) await this.#sendBatch();
        await this.#sendUnproven();
        await pause(SEND_EVERY_MS, signal);
      } catch (error) {
        await pause(this.#pauseFor(error), signal);
      }
    }
  }

  async #sendBatch(): Promise<void> {
    const { checkIns, log } = this.#parts;
    const { batch, lines } = toBatch(checkIns.oldest(EDGE_LIMITS.checkIns));
    await this.#send(lines);
    checkIns.takeOff(batch);
    checkIns.written += batch.length;
    if (this.#failures > 0) log.info("servers take check-ins again", { waiting: checkIns.size });
    this.#failures = 0;
  }

  /** Sends how many checks were not counted for want of an enrolment key; what cannot be sent waits. */
  async #sendUnproven(): Promise<void> {
    const { unprovenChecks } = this.#parts.checkIns;
    const counts = unprovenChecks.take(EDGE_LIMITS.checkIns);
    if (counts.size === 0) return;
    try {
      await this.#send([...counts].map(toUnprovenLine).join(""));
    } catch (error) {
      unprovenChecks.putBack(counts);
      throw error;
    }
  }

  async #send(lines: string): Promise<void> {
    const call = { path: EDGE_PATHS.checkIns, patienceMs: PATIENCE_MS, lines, type: BATCH_TYPE };
    await this.#parts.origins.ask(call, (answer) => answer.arrayBuffer());
  }

  #pauseFor(error: unknown): number {
    const { checkIns, log } = this.#parts;
    if (this.#failures++ === 0) {
      log.warn("no server takes check-ins; they wait", { reason: reasonOf(error), waiting: checkIns.size });
    }
    const asked = error instanceof OriginFailure ? (error.afterMs ?? 0) : 0;
    return Math.max(asked, pauseAfter(this.#failures, Math.random()));
  }
}

function toUnprovenLine([organizationId, unproven]: readonly [string, number]): string {
  const sent: SentUnproven = { organizationId, unproven };
  return `${JSON.stringify(sent)}\n`;
}

/** As many of these check-ins as one call may have, and their lines. */
function toBatch(noted: readonly RawCheckIn[]): {
  readonly batch: readonly RawCheckIn[];
  readonly lines: string;
} {
  const lines: string[] = [];
  let bytes = 0;
  for (const one of noted) {
    const line = `${JSON.stringify(toSentCheckIn(one))}\n`;
    bytes += Buffer.byteLength(line);
    if (bytes > EDGE_LIMITS.checkInBytes) break;
    lines.push(line);
  }
  return { batch: noted.slice(0, lines.length), lines: lines.join("") };
}
