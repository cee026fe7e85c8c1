import { err, ok, type Refusal, type Result, refuse } from "../result.ts";
import { basePathOf } from "../serving/public-address.ts";
import type { Actor } from "../tenancy/actor.ts";
import type { Context } from "./context.ts";

/** The end of a page of a list: the value that the list is sorted by, and the id. */
export interface PageEnd {
  readonly name: string;
  readonly id: string;
}

/** A page of a list as a caller asks for it; `url` is the path and query of the call. */
interface AskedPage {
  readonly actor: Actor;
  readonly url: string;
  readonly query: { readonly max: number; readonly after?: string | undefined };
}

/** A page that was asked for. */
export interface Page {
  /** The end of the page before, or undefined if this is the first page. */
  readonly after: PageEnd | undefined;
  /** RFC 8288: the header with the address of the next page, if this one is full. */
  readonly nextLink: (items: readonly PageEnd[]) => Promise<Record<string, string>>;
}

/**
 * Reads which page of a list is asked for. The end of a page goes out sealed, good only for the same list
 * and the same caller: it tells nothing, and nobody else can use it. `isName` says which values the list is sorted by.
 * Refuses `page_malformed`.
 */
export async function readPage(
  { cursors, config }: Pick<Context, "cursors" | "config">,
  { actor, url, query }: AskedPage,
  isName: (name: string) => boolean = () => true,
): Promise<Result<Page, Refusal>> {
  const boundTo = JSON.stringify([actor.id, new URL(url, "http://localhost").pathname]);
  const text = query.after === undefined ? undefined : await cursors.open(query.after, boundTo);
  const after = text && toPageEnd(text);
  if (text === null || (after && !isName(after.name))) return err(PAGE_MALFORMED);
  const nextLink = async (items: readonly PageEnd[]): Promise<Record<string, string>> => {
    const last = items.at(-1);
    if (!last || items.length < query.max) return {};
    const next = new URL(url, "http://localhost");
    next.searchParams.set("after", await cursors.seal(JSON.stringify([last.name, last.id]), boundTo));
    return { link: `<${basePathOf(config)}${next.pathname}${next.search}>; rel="next"` };
  };
  return ok({ after: after || undefined, nextLink });
}

function toPageEnd(text: string): PageEnd {
  const [name, id] = JSON.parse(text) as [string, string];
  return { name, id };
}

export const PAGE_MALFORMED = refuse(
  "page_malformed",
  "after: use the address of the next page from the Link header unchanged, for the same list and with the same sign-in or token; if it is refused, begin with the first page",
);
