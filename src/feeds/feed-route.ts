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
  "osVersion",
  "managed",
  "reports",
  "key",
] as const;
type FeedField = (typeof FEED_FIELDS)[number];

/** What every protocol reads; `reports` is known and not used yet, and `key` decides only what is counted. */
const READ_BY_ALL = [
  "user",
  "arch",
  "version",
  "osVersion",
  "managed",
  "reports",
  "key",
] as const satisfies FeedField[];
type FieldOfAll = (typeof READ_BY_ALL)[number];

/** One file of a protocol, or the address itself. */
export interface FeedRoute {
  /** GET also answers HEAD. The body of a POST comes as its bytes, and its answers are never shared. */
  readonly method: "GET" | "POST";
  /** Names of the file that example updaters ask for; none if the address itself is asked. */
  readonly files: readonly string[];
  /** The name of the call in the API document. */
  readonly operationId: string;
  readonly summary: string;
  /** The fields that are read from the query or from pairs in the path, beside those that every protocol reads. */
  readonly alsoReads: readonly Exclude<FeedField, FieldOfAll>[];
  /** Other parameters that the updater adds by itself; they are not named as ignored (R27). */
  readonly ownQuery?: readonly string[];
  readonly contentTypes: readonly string[];
  /** The other statuses of an answer: 204 for "no update", 302 for a redirect to a file. */
  readonly otherStatuses?: readonly (204 | 302)[];
}

/** The fields of a route that are read from the query or from pairs in the path, in the order of the API document. */
export function fieldsOf({ alsoReads }: FeedRoute): readonly FeedField[] {
  const read: readonly FeedField[] = [...READ_BY_ALL, ...alsoReads];
  return FEED_FIELDS.filter((field) => read.includes(field));
}
