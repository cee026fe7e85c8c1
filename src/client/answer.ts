/** An accepted call: its JSON, the ETag for `ifMatch`, and the query of the next page of a list. */
export interface Answer<Body> {
  readonly body: Body;
  /** Null: what was answered has none. */
  readonly etag: string | null;
  /** Null: not a list, or its last page. */
  readonly next: Readonly<Record<string, string>> | null;
}

/** RFC 8288: of the link to the next page only the query counts; the server and the token stay the same. */
export function readNext(headers: Headers): Readonly<Record<string, string>> | null {
  const [, address] = /<([^>]*)>\s*;\s*rel="?next"?/.exec(headers.get("link") ?? "") ?? [];
  const query = address?.split("?")[1];
  return query ? Object.fromEntries(new URLSearchParams(query)) : null;
}
