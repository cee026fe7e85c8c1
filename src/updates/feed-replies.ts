import { LRUCache } from "lru-cache";
import type { Calendar } from "../catalog/calendar.ts";
import type { Product } from "../catalog/product.ts";
import type { Updater } from "../catalog/updaters.ts";
import type { Feed, FeedQuestion, Reply, SaidText } from "../feeds/feed.ts";
import type { StandingClass } from "../fleet/standing-class.ts";
import type { Verdict } from "../policy/decide.ts";
import { tagOf } from "./entity-tag.ts";

/** The bounds of what is kept; what was asked for least recently goes first. */
const MOST_REPLIES = 10_000;
const MOST_BYTES = 32 * 1024 ** 2;
/** What a reply takes in memory beside its body and its address, roughly. */
const BYTES_EACH = 1_000;
/** The most characters of an address whose reply is kept; updaters ask for shorter ones. */
const LONGEST_ADDRESS = 1_000;

/** An answered request of a feed, with everything that has to be as it was for its reply to be sent again. */
export interface FeedReply {
  readonly updater: Updater;
  readonly question: FeedQuestion;
  /** Whether the installation is the one that the request's header names, so that another request's may take its place. */
  readonly takesHeader: boolean;
  readonly verdict: Verdict;
  readonly standingClass: StandingClass;
  readonly calendar: Calendar;
  readonly product: Product;
  /** The reply is good from the one instant up to the other, which does not belong to it. */
  readonly goodFrom: number;
  readonly goodUntil: number;
  /** The next date that may change the verdict, or Infinity if none is known. */
  readonly nextDate: number;
  /** The reply without headers for caching. */
  readonly reply: Reply;
}

/** Names and values of headers in turn, as `node:http` sends them. */
export type HeaderList = readonly string[];

/** A reply that is ready to be sent again. */
export interface KeptReply extends FeedReply {
  /** The headers of every answer to the request, also of one that says that it has not changed. */
  readonly common: HeaderList;
  /** The headers that only the whole reply has. */
  readonly own: HeaderList;
  readonly body: Buffer;
  readonly tag: string;
}

/** Makes a reply ready to be sent again; `common` are the headers of every answer to the request. */
export function toKept(found: FeedReply, common: HeaderList): KeptReply {
  const { status, headers, body } = found.reply;
  const bytes = Buffer.from(body);
  const length = status === 204 ? [] : ["content-length", String(bytes.length)];
  const own = [...Object.entries(headers).flat(), ...length];
  return { ...found, common, own, body: bytes, tag: tagOf(body, "strong") };
}

/** The parts of a request that its reply follows from, apart from what is looked at again each time. */
export interface AskedAddress {
  /** The path and the query, as they were asked. */
  readonly url: string;
  /** How the client reaches this server. */
  readonly origin: string;
  readonly headers: Readonly<Record<string, SaidText>>;
}

/** The key of a request's reply, or null if none is kept for such a request. */
export function replyKey(feed: Feed, { url, origin, headers }: AskedAddress): string | null {
  if (url.length > LONGEST_ADDRESS) return null;
  if (feed.headers === undefined) return `${origin} ${url}`;
  const said = feed.headers.map((name) => headers[name] ?? null);
  return `${origin} ${url} ${JSON.stringify(said)}`;
}

/** The replies of feeds that may be sent again, by the keys of their requests. They are of one calendar. */
export class FeedReplies {
  readonly #kept = new LRUCache<string, KeptReply>({
    max: MOST_REPLIES,
    maxSize: MOST_BYTES,
    sizeCalculation: ({ body }, key) => BYTES_EACH + key.length + body.length,
  });
  #calendar: Calendar | null = null;

  /** The reply to a request by the present calendar, or null if none is kept. */
  find(key: string, calendar: Calendar): KeptReply | null {
    if (calendar !== this.#calendar) this.#begin(calendar);
    return this.#kept.get(key) ?? null;
  }

  /** Keeps a reply, unless the calendar has changed since. */
  keep(key: string, kept: KeptReply, calendar: Calendar): void {
    if (calendar !== this.#calendar) this.#begin(calendar);
    if (kept.calendar === calendar) this.#kept.set(key, kept);
  }

  #begin(calendar: Calendar): void {
    this.#kept.clear();
    this.#calendar = calendar;
  }
}
