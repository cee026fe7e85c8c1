import { LRUCache } from "lru-cache";
import type { Calendar } from "../catalog/calendar.ts";
import type { Product } from "../catalog/product.ts";
import type { Updater } from "../catalog/updaters.ts";
import type { Feed, FeedQuestion, Reply, SaidText } from "../feeds/feed.ts";
import type { Fleet } from "../fleet/fleet.ts";
import type { StandingClass } from "../fleet/standing-class.ts";
import type { Verdict } from "../policy/verdict.ts";
import { tagOf } from "./entity-tag.ts";
import { declaredHeaders, type HeaderList, type RequestHeaders } from "./http.ts";
import type { NamedIn } from "./named-installation.ts";
import { hasLength, toLatin1 } from "./reply-bytes.ts";

/** The bounds of what is kept, whatever is asked for; what was asked for least recently goes first. */
const MOST_REPLIES = 50_000;
const MOST_SENDABLE = 10_000;
const MOST_BYTES = 32 * 1024 ** 2;
/** The most characters or bytes of a body that is kept; longer ones are written anew, so that few cannot fill the memory. */
const LONGEST_BODY = 64 * 1024;
/** What a reply takes in memory beside its body, roughly. */
const BYTES_EACH = 1_000;
/** The most characters of an address whose reply is kept; updaters ask for shorter ones. */
const LONGEST_ADDRESS = 1_000;

/** An answered request of a feed, with everything that has to be as it was for its reply to be sent again. */
export interface FeedReply {
  readonly updater: Updater;
  readonly question: FeedQuestion;
  /** The tag of an enrolment key as the address has it, or null if it has none. */
  readonly key: SaidText | null;
  /** The installation that the address names, and where, or null if it names none. */
  readonly addressed: Addressed | null;
  /** Whether an installation that the header `Sluice-Installation` names counts. */
  readonly takesName: boolean;
  /** Whether one that the header of the protocol names counts, where that header names none. */
  readonly takesHeader: boolean;
  readonly verdict: Verdict;
  /** The position in the ledger at which the asker had the standing class. */
  head: Fleet["head"];
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

/** An installation that an address names; its id is null if it cannot be counted. */
interface Addressed {
  readonly installation: string | null;
  readonly namedIn: NamedIn;
}

/** What is sent, the same for all whose answers have the same bytes. */
export interface SendableReply {
  readonly status: number;
  /** The headers of every answer to the request, also of one that says that it has not changed. */
  readonly common: HeaderList;
  /** The headers that only the whole reply has. */
  readonly own: HeaderList;
  /** The bytes of the body, each as a character: `node:http` sends a text together with the headers. */
  body: string;
  readonly tag: string;
  /** False once it had to make room; its body is empty from then on, so that no kept request holds the bytes of it. */
  isKept: boolean;
  /** The last headers that it was sent with, by the one that changes with time. */
  last: { readonly control: string; readonly headers: string[] } | null;
}

/** A reply that is ready to be sent again. */
export interface KeptReply extends Omit<FeedReply, "reply"> {
  readonly sendable: SendableReply;
  /** It stands here, too, so that the question itself is rarely read. */
  readonly isPersonal: boolean;
}

/** What is sent of a reply; `common` are the headers of every answer to the request. */
function toSendable({ status, headers, body }: Reply, common: HeaderList): SendableReply {
  const bytes = toLatin1(body);
  const length = hasLength(status) ? ["content-length", String(bytes.length)] : [];
  const own = [...Object.entries(headers).flat(), ...length];
  return { status, common, own, body: bytes, tag: tagOf(body, "strong"), isKept: true, last: null };
}

/** The parts of a request that its reply follows from, apart from what is looked at again each time. */
export interface AskedAddress {
  /** The path and the query, as they were asked. */
  readonly url: string;
  /** How the client reaches this server. */
  readonly origin: string;
  readonly headers: RequestHeaders;
}

/** The key of a request's reply, or null if none is kept for such a request. */
export function replyKey(feed: Feed, { url, origin, headers }: AskedAddress): string | null {
  if (url.length > LONGEST_ADDRESS) return null;
  if (feed.headers === undefined) return origin + url;
  const declared = declaredHeaders(headers);
  const said = feed.headers.map((name) => declared[name] ?? null);
  return `${origin} ${url} ${JSON.stringify(said)}`;
}

/** What is kept of one server. */
class KeptReplies {
  readonly byKey = new LRUCache<string, KeptReply>({ max: MOST_REPLIES });
  /** What is sent, by all that is in it: organizations that are governed alike mostly get the same bytes. */
  readonly sendable = new LRUCache<string, SendableReply>({
    max: MOST_SENDABLE,
    maxSize: MOST_BYTES,
    sizeCalculation: ({ body }) => BYTES_EACH + body.length,
    dispose: (gone) => {
      gone.isKept = false;
      gone.body = "";
    },
  });
}

/** The replies of feeds that may be sent again, by the keys of their requests. They are of one calendar. */
export class FeedReplies {
  /** Null before the first: to allocate the room for so many takes milliseconds, and not every server is asked. */
  #replies: KeptReplies | null = null;
  #calendar: Calendar | null = null;

  /** The reply to a request by the present calendar, or null if none is kept. */
  find(key: string, calendar: Calendar): KeptReply | null {
    if (calendar !== this.#calendar) this.#begin(calendar);
    const kept = this.#replies?.byKey;
    if (kept === undefined) return null;
    // The order in which replies were asked for matters only when some have to go.
    const found = kept.size < MOST_REPLIES / 2 ? kept.peek(key) : kept.get(key);
    return found?.sendable.isKept ? found : null;
  }

  /**
   * Keeps a reply, unless the calendar has changed since it was made or it is too long. `common` are the headers of every
   * answer to the request.
   */
  keep(key: string, found: FeedReply, common: HeaderList, calendar: Calendar): void {
    if (calendar !== this.#calendar) this.#begin(calendar);
    const { reply, ...kept } = found;
    if (kept.calendar !== calendar || reply.body.length > LONGEST_BODY) return;
    this.#replies ??= new KeptReplies();
    const { isPersonal } = kept.question;
    const sendable = share(this.#replies.sendable, toSendable(reply, common));
    this.#replies.byKey.set(key, { ...kept, sendable, isPersonal });
  }

  #begin(calendar: Calendar): void {
    this.#replies?.byKey.clear();
    this.#replies?.sendable.clear();
    this.#calendar = calendar;
  }
}

/** The same as sent before, if there is such a one, else this, which is kept. */
function share(known: KeptReplies["sendable"], made: SendableReply): SendableReply {
  const { status, common, own, tag } = made;
  const key = JSON.stringify([status, common, own, tag]);
  const before = known.get(key);
  if (!before) known.set(key, made);
  return before ?? made;
}
