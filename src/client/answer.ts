/** An accepted call: its JSON, the ETag for `ifMatch`, and the query of the next page of a list. */
export interface Answer<Body> {
  readonly body: Body;
  /** The ETag of the answer, or null if it has none. */
  readonly etag: string | null;
  /** The query of the next page, or null for the last page and for an answer that is not a list. */
  readonly next: Readonly<Record<string, string>> | null;
}

/** RFC 8288: of the link to the next page only the query counts; the server and the token stay the same. */
export function readNext(headers: Headers): Readonly<Record<string, string>> | null {
  const [, address] = /<([^>]*)>\s*;\s*rel="?next"?/.exec(headers.get("link") ?? "") ?? [];
  const query = address?.split("?")[1];
  return query ? Object.fromEntries(new URLSearchParams(query)) : null;
}
