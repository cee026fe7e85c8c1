import { setImmediate } from "node:timers/promises";
import type { AppliedChange } from "../../fleet/ledger-follower.ts";
import { actorChangeOf } from "../../ledger/about.ts";
import type { LedgerEntry, LedgerPosition } from "../../ledger/entry.ts";
import { type ServedBy, sightOf } from "../../ledger/sight.ts";
import { isPosition, type WrittenPosition } from "../../ledger/written-position.ts";
import { err, ok, type Refusal, type Result, refuse } from "../../result.ts";
import type { Limits } from "../../serving/limits.ts";
import { entriesForReader } from "../../store/ledger/entries-for-reader.ts";
import { findPosition } from "../../store/ledger/ledger-table.ts";
import type { Actor, ActorReference } from "../../tenancy/actor.ts";
import { formatParty, partyOf, quotaFor, withinQuota } from "../../tenancy/quota.ts";
import { actorAsSeenBy, type SeenActor } from "../../tenancy/shown-actor.ts";
import type { Identity } from "../authenticate.ts";
import type { Context } from "../context.ts";
import { CatchUpTurns } from "./catch-up-turns.ts";
import { ChangeText } from "./change-text.ts";
import { endsWith, mayTakeRights } from "./ended-by.ts";
import { EventStream } from "./event-stream.ts";
import { MassChange } from "./mass-change.ts";
import { PartnerNames } from "./partner-names.ts";
import { stillSignedIn } from "./still-signed-in.ts";

/**
 * A reader that is further behind than this refetches everything, as one does that more entries concern than
 * `MOST_AT_ONCE`, after one change or since it left.
 */
const MOST_BEHIND = 10_000;
const MOST_AT_ONCE = 1_000;
/** How many entries the database looks at in one step of catching up; other work goes on between two steps. */
const STEP = 500;

type HubLimits = Pick<Limits, "streams" | "streamsOfOne" | "streamBytes" | "beatMs" | "lookMs">;

/**
 * Every open stream of events on this server, with one ledger subscription, one timer and one session check for all.
 */
export class EventHub {
  readonly #context: Context;
  readonly #limits: HubLimits;
  readonly #streams = new Set<EventStream>();
  readonly #partnerNames = new PartnerNames();
  readonly #endings: (() => void)[];
  readonly #turns = new CatchUpTurns();
  #isClosed = false;
  #checking: Promise<void> = Promise.resolve();
  #waiting: Promise<void> | null = null;

  constructor(context: Context, limits: HubLimits) {
    this.#context = context;
    this.#limits = limits;
    const beating = setInterval(() => this.#beat(), limits.beatMs).unref();
    const checking = setInterval(() => this.checkSessions(), limits.lookMs).unref();
    const unsubscribe = context.follower.onApplied((change) => this.#onApplied(change));
    const disregard = context.follower.onRenewed(() => this.#onRenewed());
    this.#endings = [() => clearInterval(beating), () => clearInterval(checking), unsubscribe, disregard];
  }

  get count(): number {
    return this.#streams.size;
  }

  /**
   * Opens a stream after a position in the ledger; undefined for from now on, null for one that cannot be read. After a
   * position that the ledger does not have, the first event is `reset`.
   * Refuses `streams_of_one_exceeded`, `quota_reached` and `streams_exceeded`.
   */
  open(signedIn: Identity, after: WrittenPosition | null | undefined): Result<EventStream, Refusal> {
    const { streams, streamsOfOne, streamBytes } = this.#limits;
    const own = [...this.#streams].filter((one) => one.signedIn.actor.id === signedIn.actor.id);
    if (own.length >= streamsOfOne) {
      const message = `You have ${own.length} event streams open, and ${streamsOfOne} is the limit; close one first.`;
      return err(refuse("streams_of_one_exceeded", message));
    }
    const within = this.#mayOpen(signedIn.actor);
    if (!within.ok) return within;
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

  /** Whether the caller's customer or partner may have one stream more. Refuses `quota_reached`. */
  #mayOpen(actor: Actor): Result<true, Refusal> {
    const party = partyOf(actor);
    const name = quotaFor("streams", party);
    if (name === null) return ok(true);
    const whose = formatParty(party);
    const open = [...this.#streams].filter((one) => formatParty(partyOf(one.signedIn.actor)) === whose);
    return withinQuota(this.#context.config.quotas, name, open.length);
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

  /** Begins a stream at its position, in its turn if it has something to catch up with. */
  async #begin(stream: EventStream, after: WrittenPosition | null | undefined): Promise<void> {
    const { follower, fleet, store } = this.#context;
    await this.#partnerNames.read(store.database);
    await follower.catchUp();
    const begun = after === undefined ? fleet.head : await this.#find(after);
    stream.position = begun ?? fleet.head;
    if (stream.position.sequence === fleet.sequence) return this.#goLive(stream, begun ? "ready" : "reset");
    await this.#turns.run(stream.signedIn.actor, () => this.#catchUp(stream));
  }

  /** Sends what the stream missed, up to the fleet's position; from there on it gets each change as it is applied. */
  async #catchUp(stream: EventStream): Promise<void> {
    const { fleet, store } = this.#context;
    const { actor } = stream.signedIn;
    let { sequence: reached } = stream.position;
    let left = MOST_AT_ONCE;
    // There is no `await` between the last check of the fleet's position and going live, so no change is missed.
    while (reached < fleet.sequence && left >= 0 && !stream.isOver) {
      const reader = { actor, partnerIds: this.#partnersThatConcern(actor) };
      const until = Math.min(reached + STEP, fleet.sequence);
      const entries = await entriesForReader(store.database, reader, { after: reached, until });
      left -= entries.length;
      if (left >= 0) this.#send([stream], entries);
      reached = until;
      await setImmediate();
    }
    this.#goLive(stream, left >= 0 ? "ready" : "reset");
  }

  #goLive(stream: EventStream, event: "ready" | "reset"): void {
    stream.sendReached(event, this.#context.fleet.head);
    stream.isLive = !stream.isOver;
  }

  /** The partners whose changes can concern a reader: its own or those that serve it, and those beside it. */
  #partnersThatConcern({ partnerId, organizationId, organizationIds }: Actor): readonly string[] {
    const { fleet } = this.#context;
    const served = organizationId === null ? (organizationIds ?? []) : [organizationId];
    const serving = served.flatMap((id) => fleet.partnersServing(id));
    if (partnerId === null) return serving;
    return [partnerId, ...serving, ...(organizationIds ? [] : fleet.partnersBeside(partnerId))];
  }

  /** The position that a reader names, or null if the ledger does not have it or has gone on too far from there. */
  async #find(after: WrittenPosition | null): Promise<LedgerPosition | null> {
    const { fleet, store } = this.#context;
    if (!after || after.sequence > fleet.sequence || fleet.sequence - after.sequence > MOST_BEHIND)
      return null;
    const found = await findPosition(store.database, after.sequence);
    return found && isPosition(after, found) ? found : null;
  }

  #onApplied({ entries }: AppliedChange): void {
    if (entries === null) this.#partnerNames.forget();
    else this.#partnerNames.learn(entries);
    if (this.#streams.size === 0) return;
    const live = [...this.#streams].filter(({ isLive }) => isLive);
    if (entries === null) {
      // There are too many to see whom they concern: everyone refetches, and the session check finds those that lost their rights.
      this.checkSessions();
      for (const stream of live) stream.sendReached("reset", this.#context.fleet.head);
      return;
    }
    this.#endChanged(entries);
    this.#send(
      live.filter(({ isLive }) => isLive),
      entries,
    );
  }

  /** The ledger lost entries that may have been sent: every reader fetches everything anew, from the new position on. */
  #onRenewed(): void {
    this.#partnerNames.forget();
    this.checkSessions();
    for (const stream of this.#streams) {
      if (stream.isLive) stream.sendReached("reset", this.#context.fleet.head);
      // It was sent a part of what is no more; its reader comes back, and is told then.
      else stream.drop();
    }
  }

  #send(streams: readonly EventStream[], entries: readonly LedgerEntry[]): void {
    const last = entries.at(-1);
    if (!last) return;
    const serving = this.#serving();
    if (entries.length > MOST_AT_ONCE) {
      const mass = new MassChange(entries, serving);
      const concerned = streams.filter(({ signedIn }) => mass.concerns(signedIn.actor));
      for (const stream of concerned) stream.sendReached("reset", last);
    } else {
      const texts = entries.map((entry) => new ChangeText(entry));
      for (const stream of streams) this.#sendEach(stream, texts, serving);
    }
    for (const stream of streams) stream.position = last;
  }

  #sendEach(stream: EventStream, texts: readonly ChangeText[], serving: ServedBy): void {
    const viewer = stream.signedIn.actor;
    let isRefreshed = false;
    for (const text of texts) {
      const sight = sightOf(viewer, text.entry, serving);
      const { actor } = text.entry;
      if (sight === "whole")
        stream.send("change", text.entry, text.whole(this.#show(viewer, actor, serving)));
      if (sight === "subject") stream.send("change", text.entry, text.subject);
      isRefreshed ||= sight === "refresh";
    }
    if (isRefreshed) stream.sendReached("refresh", texts.at(-1)?.entry ?? stream.position);
  }

  #show(viewer: Actor, actor: ActorReference, { partnersServing }: ServedBy): SeenActor {
    const names = {
      vendor: this.#context.config.vendor,
      partner: (id: string) => this.#partnerNames.get(id),
    };
    return actorAsSeenBy(viewer, actor, partnersServing, names);
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

const STREAMS_EXCEEDED = refuse(
  "streams_exceeded",
  "This server cannot open more event streams; try again in a few seconds.",
);
