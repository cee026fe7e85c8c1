import type { AppliedChange } from "../../fleet/ledger-follower.ts";
import { actorChangeOf } from "../../ledger/about.ts";
import type { LedgerEntry } from "../../ledger/entry.ts";
import { type ServedBy, sightOf } from "../../ledger/sight.ts";
import { err, ok, type Refusal, type Result, refuse } from "../../result.ts";
import { entriesAfter } from "../../store/ledger/ledger-table.ts";
import type { Identity } from "../authenticate.ts";
import type { Context } from "../context.ts";
import type { Limits } from "../server/limits.ts";
import { ChangeText } from "./change-text.ts";
import { endsWith, mayTakeRights } from "./ended-by.ts";
import { EventStream } from "./event-stream.ts";
import { MassChange } from "./mass-change.ts";
import { stillSignedIn } from "./still-signed-in.ts";

/**
 * A reader that is further behind than this refetches everything, as after a change with more entries than
 * `MOST_AT_ONCE`.
 */
const MOST_BEHIND = 10_000;
const MOST_AT_ONCE = 1_000;
const BATCH = 500;

type HubLimits = Pick<Limits, "streams" | "streamsOfOne" | "streamBytes" | "beatMs" | "lookMs">;

/**
 * Every open stream of events on this server, with one ledger subscription, one timer and one session check for all.
 */
export class EventHub {
  readonly #context: Context;
  readonly #limits: HubLimits;
  readonly #streams = new Set<EventStream>();
  readonly #endings: (() => void)[];
  #isClosed = false;
  #checking: Promise<void> = Promise.resolve();
  #waiting: Promise<void> | null = null;

  constructor(context: Context, limits: HubLimits) {
    this.#context = context;
    this.#limits = limits;
    const beating = setInterval(() => this.#beat(), limits.beatMs).unref();
    const checking = setInterval(() => this.checkSessions(), limits.lookMs).unref();
    const unsubscribe = context.follower.onApplied((change) => this.#onApplied(change));
    this.#endings = [() => clearInterval(beating), () => clearInterval(checking), unsubscribe];
  }

  get count(): number {
    return this.#streams.size;
  }

  /**
   * Opens a stream after a position in the ledger; undefined for from now on, NaN for a position that does not exist.
   * Refuses `streams_of_one_exceeded` and `streams_exceeded`.
   */
  open(signedIn: Identity, after: number | undefined): Result<EventStream, Refusal> {
    const { streams, streamsOfOne, streamBytes } = this.#limits;
    const own = [...this.#streams].filter((one) => one.signedIn.actor.id === signedIn.actor.id);
    if (own.length >= streamsOfOne) {
      const message = `You have ${own.length} event streams open, and ${streamsOfOne} is the limit; close one first.`;
      return err(refuse("streams_of_one_exceeded", message));
    }
    if (this.#isClosed || this.#streams.size >= streams) return err(STREAMS_EXCEEDED);
    const stream = new EventStream(signedIn, streamBytes);
    this.#streams.add(stream);
    stream.body.once("close", () => this.#streams.delete(stream));
    this.#begin(stream, after).catch((error) => {
      this.#context.log.warn({ err: error }, "a stream of events cannot catch up");
      stream.drop();
    });
    return ok(stream);
  }

  /** Ends the streams of callers that are not signed in any more, or not with the same rights. */
  checkSessions(): void {
    if (this.#streams.size === 0) return;
    this.#waiting ??= this.#checking.then(() => {
      this.#waiting = null;
      this.#checking = this.#checkOnce().catch((error) => {
        this.#context.log.warn({ err: error }, "who is signed in cannot be read; trying on");
      });
      return this.#checking;
    });
  }

  /** Ends every stream, as the server stops. */
  close(): void {
    this.#isClosed = true;
    for (const end of this.#endings) end();
    for (const stream of this.#streams) stream.end();
  }

  /** Sends what the stream missed, up to the fleet's position; from there on it gets each change as it is applied. */
  async #begin(stream: EventStream, after: number | undefined): Promise<void> {
    const { follower, fleet, store } = this.#context;
    await follower.catchUp();
    const isTooFar =
      after !== undefined && !(after <= fleet.sequence && fleet.sequence - after <= MOST_BEHIND);
    stream.sequence = isTooFar ? fleet.sequence : (after ?? fleet.sequence);
    // There is no `await` between the last check of the fleet's position and `isLive`, so no change is missed.
    while (stream.sequence < fleet.sequence && !stream.body.destroyed) {
      const entries = await entriesAfter(store.database, stream.sequence, BATCH);
      if (entries.length === 0) throw new Error(`the ledger ends before entry ${fleet.sequence}`);
      this.#send(
        [stream],
        entries.filter(({ sequence }) => sequence <= fleet.sequence),
      );
    }
    stream.send(isTooFar ? "reset" : "ready", fleet.sequence, { sequence: fleet.sequence });
    stream.isLive = !stream.body.destroyed;
  }

  #onApplied({ last, entries }: AppliedChange): void {
    if (this.#streams.size === 0) return;
    const live = [...this.#streams].filter(({ isLive }) => isLive);
    if (entries === null) {
      // There are too many to see whom they concern: everyone refetches, and the session check finds those that lost their rights.
      this.checkSessions();
      for (const stream of live) stream.send("reset", last, { sequence: last });
      return;
    }
    this.#endChanged(entries);
    this.#send(
      live.filter(({ isLive }) => isLive),
      entries,
    );
  }

  #send(streams: readonly EventStream[], entries: readonly LedgerEntry[]): void {
    const last = entries.at(-1)?.sequence ?? 0;
    const serving = this.#serving();
    if (entries.length > MOST_AT_ONCE) {
      const mass = new MassChange(entries, serving);
      const concerned = streams.filter(({ signedIn }) => mass.concerns(signedIn.actor));
      for (const stream of concerned) stream.send("reset", last, { sequence: last });
    } else {
      const texts = entries.map((entry) => new ChangeText(entry));
      for (const stream of streams) sendEach(stream, texts, serving);
    }
    for (const stream of streams) stream.sequence = Math.max(stream.sequence, last);
  }

  /** Which partners serve which organizations; the expensive answers are kept for all streams of one change. */
  #serving(): ServedBy {
    const { fleet } = this.#context;
    const beside = new Map<string, ReadonlySet<string>>();
    return {
      partnersServing: (organizationId) => fleet.partnersServing(organizationId),
      partnersBeside: (partnerId) => {
        const known = beside.get(partnerId) ?? fleet.partnersBeside(partnerId);
        beside.set(partnerId, known);
        return known;
      },
    };
  }

  /**
   * Ends streams whose actor changed, before the entries are sent: no stream gets an entry with rights that were taken
   * away before it.
   */
  #endChanged(entries: readonly LedgerEntry[]): void {
    for (const entry of entries.filter(mayTakeRights)) {
      for (const stream of this.#streams) if (endsWith(stream.signedIn, entry)) stream.signOut();
    }
    if (entries.some((entry) => actorChangeOf(entry) !== null)) this.checkSessions();
  }

  #beat(): void {
    for (const stream of this.#streams) stream.beat();
  }

  async #checkOnce(): Promise<void> {
    const { store, fixedTokens, now } = this.#context;
    const fixed = new Set([...fixedTokens.values()].map(({ id }) => id));
    const asked = [...this.#streams];
    const good = await stillSignedIn(store.database, asked, ({ id }) => fixed.has(id), now());
    for (const stream of asked) if (!good.has(stream)) stream.signOut();
  }
}

function sendEach(stream: EventStream, texts: readonly ChangeText[], serving: ServedBy): void {
  let isRefreshed = false;
  for (const text of texts) {
    const sight = sightOf(stream.signedIn.actor, text.entry, serving);
    if (sight === "whole" || sight === "subject") stream.send("change", text.entry.sequence, text[sight]);
    isRefreshed ||= sight === "refresh";
  }
  const sequence = texts.at(-1)?.entry.sequence ?? stream.sequence;
  if (isRefreshed) stream.send("refresh", sequence, { sequence });
}

const STREAMS_EXCEEDED = refuse(
  "streams_exceeded",
  "This server cannot open more event streams; try again in a few seconds.",
);
