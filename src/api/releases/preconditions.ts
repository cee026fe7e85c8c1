import type { IncomingHttpHeaders } from "node:http";
import type { Instant } from "../../instant.ts";
import { namesTag } from "../../updates/entity-tag.ts";

/** By what a client recognizes a file that it has, or has a part of. Both are strong: a file never changes. */
export interface Validators {
  /** With quotes. */
  readonly etag: string;
  /** The text of Last-Modified. */
  readonly lastModified: string;
}

/** The validators of a file with this digest that was added at this instant; HTTP dates have whole seconds. */
export function validatorsOf(sha256: string, addedAt: Instant): Validators {
  return { etag: `"${sha256}"`, lastModified: new Date(addedAt).toUTCString() };
}

/** Whether the client has the file already (RFC 9110, 13.1.2 and 13.1.3): then the answer is 304. */
export function isKnown(headers: IncomingHttpHeaders, { etag, lastModified }: Validators): boolean {
  const { "if-none-match": tags, "if-modified-since": since } = headers;
  if (tags !== undefined) return namesTag(tags, etag);
  return since !== undefined && Date.parse(lastModified) <= Date.parse(since);
}

/** Whether the client wants another file than this one (RFC 9110, 13.1.1 and 13.1.4): then the answer is 412. */
export function isOtherWanted(headers: IncomingHttpHeaders, { etag, lastModified }: Validators): boolean {
  const { "if-match": tags, "if-unmodified-since": since } = headers;
  if (tags !== undefined) return !tags.split(",").some((tag) => ["*", etag].includes(tag.trim()));
  return since !== undefined && Date.parse(lastModified) > Date.parse(since);
}

/**
 * Whether the Range header counts (RFC 9110, 13.1.5 and 14.2): only for a GET, and if the file is still the one that
 * `If-Range` names, by its entity tag or by exactly its date.
 */
export function mayAskForRanges(
  { method, headers }: { readonly method: string; readonly headers: IncomingHttpHeaders },
  { etag, lastModified }: Validators,
): boolean {
  const ifRange = headers["if-range"]?.toString();
  return method === "GET" && (ifRange === undefined || ifRange === etag || ifRange === lastModified);
}
