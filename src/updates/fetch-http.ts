import { Buffer } from "node:buffer";
import { type Feed, headersReadBy } from "../feeds/feed.ts";
import type { AnswerGuard } from "./answer-guard.ts";
import type { BodyReader, HeaderList, ReadyReply, RequestHeaders, UpdateRequest } from "./http.ts";
import { HEADERS_READ } from "./http.ts";

/** Answers every request, whatever its path is; rejects only for a bug. */
export type WholeAnswerer<Connection = void> = (
  request: UpdateRequest,
  readBody: BodyReader,
  connection: Connection,
) => ReadyReply | Promise<ReadyReply>;

/** The headers of requests that the check and these feeds read. */
export function headersRead(feeds: readonly Feed[]): readonly string[] {
  return [...new Set([...HEADERS_READ, ...feeds.flatMap(headersReadBy)])];
}

/** What a handler of requests works with. */
export interface FetchParts<Connection> {
  readonly answer: WholeAnswerer<Connection>;
  /** The names of the headers that are read of a request, in lower case. */
  readonly names: readonly string[];
  readonly guard: AnswerGuard;
}

/**
 * A handler in the style of the Fetch standard, as the servers of Deno and Bun take one. Each header of a request is read
 * only when it is needed. What a runtime tells of the connection is handed on as it is.
 */
export function createFetchHandler<Connection = void>({
  answer,
  names,
  guard,
}: FetchParts<Connection>): (request: Request, connection: Connection) => Response | Promise<Response> {
  const toHeaders = headersReader(names);
  return (request, connection) => {
    const { method, url } = request;
    const asked = { method, url: pathOf(url), headers: toHeaders(request) };
    const send = (reply: ReadyReply) => toResponse(reply, method);
    const respond = () => {
      const answered = answer(asked, bodyReader(request), connection);
      return answered instanceof Promise ? answered.then(send) : send(answered);
    };
    return guard<Response>(asked, respond, send);
  };
}

/** The path and the query of an address, as they were asked. Bun gives nothing but them where no host is named. */
function pathOf(url: string): string {
  if (url.startsWith("/")) return url;
  const at = url.indexOf("/", url.indexOf("://") + "://".length);
  return at < 0 ? "/" : url.slice(at);
}

/** A function that gives the headers of a request as properties, which look into the request when they are read. */
function headersReader(names: readonly string[]): (request: Request) => RequestHeaders {
  class LazyHeaders {
    readonly request: Request;
    constructor(request: Request) {
      this.request = request;
    }
  }
  for (const name of names) {
    Object.defineProperty(LazyHeaders.prototype, name, {
      get(this: LazyHeaders) {
        return this.request.headers.get(name) ?? undefined;
      },
    });
  }
  return (request) => new LazyHeaders(request) as object as RequestHeaders;
}

function bodyReader({ body }: Request): BodyReader {
  return async (mostBytes) => {
    const parts: Uint8Array[] = [];
    let length = 0;
    const reader = body?.getReader();
    try {
      for (let read = await reader?.read(); read && !read.done; read = await reader?.read()) {
        length += read.value.length;
        if (length > mostBytes) return null;
        parts.push(read.value);
      }
    } catch {
      // The connection is gone, and with it everybody who could be told.
      return null;
    } finally {
      reader?.releaseLock();
    }
    return Buffer.concat(parts);
  };
}

const NOT_ASCII = /[^\0-\x7f]/;

/** The response of a reply. A text of ASCII goes as it is, since its characters are its bytes. */
function toResponse({ status, headers, body }: ReadyReply, method: string): Response {
  const init = { status, headers: toRecord(headers) };
  if (method === "HEAD" || body === "") return new Response(null, init);
  return new Response(NOT_ASCII.test(body) ? Buffer.from(body, "latin1") : body, init);
}

function toRecord(list: HeaderList): Record<string, string> {
  const record: Record<string, string> = {};
  for (let at = 0; at < list.length; at += 2) record[list[at] as string] = list[at + 1] as string;
  return record;
}
