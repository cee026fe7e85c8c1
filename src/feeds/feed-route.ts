/** What an installation may say about itself in the address of a feed, in the order of the API document. */
const FEED_FIELDS = [
  "user",
  "installation",
  "installedAt",
  "platform",
  "arch",
  "format",
  "version",
  "manual",
] as const;
type FeedField = (typeof FEED_FIELDS)[number];

/** One file of a protocol, or the address itself. */
export interface FeedRoute {
  /** GET also answers HEAD. The body of a POST comes as its bytes, and its answers are never shared. */
  readonly method: "GET" | "POST";
  /** Names of the file that example updaters ask for; none if the address itself is asked. */
  readonly files: readonly string[];
  /** The name of the call in the API document. */
  readonly operationId: string;
  readonly summary: string;
  /** The fields that are read from the query or from pairs in the path. */
  readonly query: readonly FeedField[];
  /** Other parameters that the updater adds by itself; they are not named as ignored (R27). */
  readonly ownQuery?: readonly string[];
  readonly contentTypes: readonly string[];
  /** The other statuses of an answer: 204 for "no update", 302 for a redirect to a file. */
  readonly otherStatuses?: readonly (204 | 302)[];
}
