import { err, ok, type Refusal, type Result, refuse } from "../result.ts";

/** The position in a list sorted by name at which a page ended. */
export interface PageEnd {
  readonly name: string;
  readonly id: string;
}

/**
 * Reads the `after` of a list's query: the end of the page before, whose name must be one that the list is sorted by.
 * Refuses `page_malformed`.
 */
export function readPageEnd(
  after: string | undefined,
  isName: (name: string) => boolean = () => true,
): Result<PageEnd | undefined, Refusal> {
  if (after === undefined) return ok(undefined);
  try {
    const end: unknown = JSON.parse(Buffer.from(after, "base64url").toString());
    const [name, id] = Array.isArray(end) ? (end as unknown[]) : [];
    if (isStorable(name) && isStorable(id) && isName(name)) return ok({ name, id });
  } catch {
    // Malformed: refused below, like every other text that is not a page's end.
  }
  return err(
    refuse("page_malformed", "after: use the address of the next page from the Link header unchanged"),
  );
}

/** Whether the database can hold it as text: a text with a NUL it cannot. */
function isStorable(value: unknown): value is string {
  return typeof value === "string" && !value.includes("\0");
}

/**
 * RFC 8288: the header with the address of the next page, if this one is full; `url` is the path and query of this one.
 */
export function nextLink(url: string, max: number, items: readonly PageEnd[]): Record<string, string> {
  const last = items.at(-1);
  if (!last || items.length < max) return {};
  const next = new URL(url, "http://localhost");
  next.searchParams.set("after", Buffer.from(JSON.stringify([last.name, last.id])).toString("base64url"));
  return { link: `<${next.pathname}${next.search}>; rel="next"` };
}
