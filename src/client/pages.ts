import { err, ok, type Result } from "../result.ts";
import type { Answer } from "./answer.ts";
import { type CallRefusal, notUnderstood } from "./refusal.ts";
import type { RequestParts, Send } from "./send.ts";

/** One page of any list. */
interface Page {
  readonly items: readonly unknown[];
}

/** A list page by page, as its links say. A refusal is the last that comes. */
export async function* readPages(
  send: Send,
  baseUrl: string,
  path: string,
  sent: RequestParts = {},
): AsyncGenerator<Result<Answer<Page>, CallRefusal>> {
  let query = sent.params?.query ?? null;
  do {
    const params = { ...sent.params, ...(query && { query }) };
    const answer = await send("GET", path, { ...sent, params });
    if (!answer.ok) return yield answer;
    const { body, etag, next } = answer.value;
    if (!isPage(body)) return yield err(notUnderstood(baseUrl, 200));
    yield ok({ body, etag, next });
    query = next;
  } while (query);
}

/** A whole list, in pages of 1000 unless `max` says otherwise. */
export async function readAll(
  send: Send,
  baseUrl: string,
  path: string,
  sent: RequestParts = {},
): Promise<Result<readonly unknown[], CallRefusal>> {
  const query = { max: 1000, ...sent.params?.query };
  const items: unknown[] = [];
  for await (const page of readPages(send, baseUrl, path, { ...sent, params: { ...sent.params, query } })) {
    if (!page.ok) return page;
    for (const item of page.value.body.items) items.push(item);
  }
  return ok(items);
}

function isPage(body: object | undefined): body is Page {
  return body !== undefined && "items" in body && Array.isArray(body.items);
}
