import { Problem } from "../contract/problem.ts";
import { ok, type Result } from "../result.ts";
import { EXIT, type Failure, fail } from "./outcome.ts";
import type { Terminal } from "./terminal.ts";

/** Something that reads an answer, such as a schema of the contract. */
export interface Shape<Value> {
  safeParse(json: unknown): { readonly success: true; readonly data: Value } | { readonly success: false };
}

/** An answer of the API: as the program reads it, as it came, and the query of the next page of a list. */
export interface Answer<Value> {
  readonly value: Value;
  readonly json: unknown;
  readonly next: Query | null;
}

export type Query = Readonly<Record<string, string | number | boolean | undefined>>;

/** What goes to the server beside the path; `body` is sent as JSON, `stream` as it is. */
export interface Sent {
  readonly query?: Query;
  readonly body?: unknown;
  readonly stream?: AsyncIterable<Uint8Array>;
  /** How many bytes the stream will give. */
  readonly size?: number;
}

/** Speaks to one server as one caller. */
export interface Client {
  readonly url: URL;
  readonly token: string | null;
}

const DEFAULT_URL = "http://127.0.0.1:8080";

/** Reads `SLUICE_URL` and `SLUICE_TOKEN` (or `SLUICE_VENDOR_TOKEN`). Refuses `url_malformed`. */
export function connect({ env }: Terminal): Result<Client, Failure> {
  const text = env.SLUICE_URL || DEFAULT_URL;
  const token = env.SLUICE_TOKEN || env.SLUICE_VENDOR_TOKEN || null;
  if (URL.canParse(text) && /^https?:$/.test(new URL(text).protocol))
    return ok({ url: new URL(text), token });
  const message = `SLUICE_URL is "${text}"; allowed is an address such as ${DEFAULT_URL}`;
  return fail(EXIT.usage, { code: "url_malformed", message });
}

/** One call. Refusals of the server keep their code; a server that cannot be reached is `server_unreachable`. */
export async function call<Value>(
  client: Client,
  method: "GET" | "POST" | "PUT" | "PATCH" | "DELETE",
  path: string,
  shape: Shape<Value>,
  sent: Sent = {},
): Promise<Result<Answer<Value>, Failure>> {
  let response: Response;
  let text: string;
  try {
    response = await fetch(addressOf(client, path, sent.query), { method, ...toRequest(client, sent) });
    text = await response.text();
  } catch (error) {
    return unreachable(client, error);
  }
  const json = parseJson(text);
  if (!response.ok) return refused(response, json, client);
  const read = shape.safeParse(json);
  if (!read.success) return notUnderstood(client, response.status);
  return ok({ value: read.data, json, next: nextPage(response) });
}

/** Every item of a list, page by page. */
export async function listAll<Item>(
  client: Client,
  path: string,
  shape: Shape<{ items: Item[] }>,
): Promise<Result<readonly Item[], Failure>> {
  const items: Item[] = [];
  let query: Query | null = { max: 1000 };
  while (query) {
    const page: Result<Answer<{ items: Item[] }>, Failure> = await call(client, "GET", path, shape, {
      query,
    });
    if (!page.ok) return page;
    items.push(...page.value.value.items);
    query = page.value.next;
  }
  return ok(items);
}

function addressOf(client: Client, path: string, query: Query = {}): URL {
  const url = new URL(client.url.pathname.replace(/\/$/, "") + path, client.url);
  for (const [name, value] of Object.entries(query)) {
    if (value !== undefined) url.searchParams.set(name, String(value));
  }
  return url;
}

function toRequest(client: Client, { body, stream, size }: Sent): RequestInit {
  const headers: Record<string, string> = { accept: "application/json" };
  if (client.token) headers.authorization = `Bearer ${client.token}`;
  if (stream) {
    headers["content-type"] = "application/octet-stream";
    if (size !== undefined) headers["content-length"] = String(size);
    return { headers, body: stream, duplex: "half" };
  }
  if (body === undefined) return { headers };
  headers["content-type"] = "application/json";
  return { headers, body: JSON.stringify(body) };
}

function parseJson(text: string): unknown {
  if (text === "") return null;
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** RFC 8288: of the link to the next page only the query counts; the server and its token stay the same. */
function nextPage(response: Response): Query | null {
  const link = /<([^>]*)>\s*;\s*rel="?next"?/.exec(response.headers.get("link") ?? "");
  return link?.[1] ? Object.fromEntries(new URL(link[1], response.url).searchParams) : null;
}

function refused(
  response: Response,
  json: unknown,
  client: Client,
): { readonly ok: false; readonly error: Failure } {
  const problem = Problem.safeParse(json);
  if (!problem.success) return notUnderstood(client, response.status);
  const { message, errors, trackingId } = problem.data;
  const sentences = errors.length > 0 ? errors.map((error) => error.description) : [message];
  const hint = response.status === 401 ? " Put a token into SLUICE_TOKEN." : "";
  return fail(response.status >= 502 && response.status <= 504 ? EXIT.unreachable : EXIT.refused, {
    code: errors[0]?.code ?? `http_${response.status}`,
    message: `${sentences.join(" ")}${hint} (${response.status}, tracking id ${trackingId})`,
  });
}

function notUnderstood(client: Client, status: number): { readonly ok: false; readonly error: Failure } {
  const message = `${client.url.origin} answered ${status} with something that is no answer of Sluice; is SLUICE_URL right?`;
  return fail(EXIT.unreachable, { code: "answer_not_understood", message });
}

function unreachable(client: Client, error: unknown): { readonly ok: false; readonly error: Failure } {
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  const why =
    cause instanceof Error ? cause.message || ("code" in cause && String(cause.code)) : String(cause);
  const message = `Cannot reach ${client.url.origin} (${why || "no answer"}). Start a server with "sluice serve", or set SLUICE_URL.`;
  return fail(EXIT.unreachable, { code: "server_unreachable", message });
}
