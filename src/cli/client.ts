import { Problem } from "../contract/problem.ts";
import { ok, type Result } from "../result.ts";
import { EXIT, type ExitCode, type Failure, fail } from "./outcome.ts";
import { readSession } from "./session-file.ts";
import type { Terminal } from "./terminal.ts";

/** Something that reads an answer, such as a schema of the contract. */
export interface Shape<Value> {
  safeParse(json: unknown): { readonly success: true; readonly data: Value } | { readonly success: false };
}

/** The shape of an answer that says nothing but that it is done. */
export const NO_ANSWER: Shape<null> = { safeParse: () => ({ success: true, data: null }) };

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
  /** The media type of the stream, where it is more than bytes. */
  readonly type?: string;
  /** The media type that is wanted, where it is not JSON. */
  readonly accept?: string;
}

/** Speaks to one server as one caller. */
export interface Client {
  readonly url: URL;
  readonly token: string | null;
}

const DEFAULT_URL = "http://127.0.0.1:8080";

/** Where the server is: `SLUICE_URL`. Refuses `url_malformed`. */
export function readServerUrl({ env }: Terminal): Result<URL, Failure> {
  const text = env.SLUICE_URL || DEFAULT_URL;
  if (URL.canParse(text) && /^https?:$/.test(new URL(text).protocol)) return ok(new URL(text));
  const message = `SLUICE_URL is "${text}"; allowed is an address such as ${DEFAULT_URL}`;
  return fail(EXIT.usage, { code: "url_malformed", message });
}

/** The token that the environment gives: `SLUICE_TOKEN` or `SLUICE_VENDOR_TOKEN`. It wins over a session. */
export function tokenOf({ env }: Terminal): string | null {
  return env.SLUICE_TOKEN || env.SLUICE_VENDOR_TOKEN || null;
}

/** As whom commands speak: the token of the environment, or else the session of `sluice login`. */
export function connect(terminal: Terminal): Result<Client, Failure> {
  const url = readServerUrl(terminal);
  if (!url.ok) return url;
  const token = tokenOf(terminal);
  if (token) return ok({ url: url.value, token });
  const session = readSession(terminal.configDirectory, url.value);
  if (!session.ok) return session;
  return ok({ url: url.value, token: session.value?.token ?? null });
}

type Method = "GET" | "POST" | "PUT" | "PATCH" | "DELETE";

/** One call. Refusals of the server keep their code; a server that cannot be reached is `server_unreachable`. */
export async function call<Value>(
  client: Client,
  method: Method,
  path: string,
  shape: Shape<Value>,
  sent: Sent = {},
): Promise<Result<Answer<Value>, Failure>> {
  const opened = await openAnswer(client, method, path, sent);
  if (!opened.ok) return opened;
  const text = await readText(client, opened.value);
  if (!text.ok) return text;
  const json = parseJson(text.value);
  const read = shape.safeParse(json);
  if (!read.success) return notUnderstood(client, opened.value.status);
  return ok({ value: read.data, json, next: nextPage(opened.value) });
}

/** One call whose accepted answer is read by who asks, such as a stream. Refuses as {@link call} does. */
export async function openAnswer(
  client: Client,
  method: Method,
  path: string,
  sent: Sent,
): Promise<Result<Response, Failure>> {
  let response: Response;
  try {
    response = await fetch(addressOf(client, path, sent.query), { method, ...toRequest(client, sent) });
  } catch (error) {
    return unreachable(client, error);
  }
  if (response.ok) return ok(response);
  const text = await readText(client, response);
  return text.ok ? refused(response, parseJson(text.value), client) : text;
}

/** The whole of an answer as text. */
export async function readText(client: Client, response: Response): Promise<Result<string, Failure>> {
  try {
    return ok(await response.text());
  } catch (error) {
    return unreachable(client, error);
  }
}

/** Every item of a list, page by page; `filter` is the list's own query. */
export async function listAll<Item>(
  client: Client,
  path: string,
  shape: Shape<{ items: Item[] }>,
  filter: Query = {},
): Promise<Result<readonly Item[], Failure>> {
  const items: Item[] = [];
  let query: Query | null = { ...filter, max: 1000 };
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

function toRequest(client: Client, { body, stream, size, type, accept }: Sent): RequestInit {
  const headers: Record<string, string> = { accept: accept ?? "application/json" };
  if (client.token) headers.authorization = `Bearer ${client.token}`;
  if (stream) {
    headers["content-type"] = type ?? "application/octet-stream";
    if (size !== undefined) headers["content-length"] = String(size);
    return { headers, body: stream, duplex: "half" };
  }
  if (body === undefined) return { headers };
  headers["content-type"] = "application/json";
  return { headers, body: JSON.stringify(body) };
}

/** Undefined: no JSON. */
export function parseJson(text: string): unknown {
  if (text === "") return null;
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** The query of the next page of a list; null: this was the last. RFC 8288: of the link only the query counts; the server and its token stay the same. */
export function nextPage(response: Response): Query | null {
  const link = /<([^>]*)>\s*;\s*rel="?next"?/.exec(response.headers.get("link") ?? "");
  return link?.[1] ? Object.fromEntries(new URL(link[1], response.url).searchParams) : null;
}

const SIGN_IN_HELPS = ["not_signed_in", "token_invalid", "token_expired", "session_ended"];
const SIGN_IN_HINT = ' Sign in with "sluice login", or put a token into SLUICE_TOKEN.';

function refused(response: Response, json: unknown, client: Client): Refused {
  const { status } = response;
  const exit = status >= 502 && status <= 504 ? EXIT.unreachable : EXIT.refused;
  return toRefusal(exit, json, status) ?? notUnderstood(client, status);
}

type Refused = { readonly ok: false; readonly error: Failure };

/** A refusal of the server as this program's own; null: it is none. */
export function toRefusal(exit: ExitCode, json: unknown, status?: number): Refused | null {
  const problem = Problem.safeParse(json);
  if (!problem.success) return null;
  const { message, errors, trackingId } = problem.data;
  const sentences = errors.length > 0 ? errors.map((error) => error.description) : [message];
  const code = errors[0]?.code ?? `http_${status ?? "refused"}`;
  const hint = SIGN_IN_HELPS.includes(code) ? SIGN_IN_HINT : "";
  const where = status === undefined ? "" : `${status}, `;
  return fail(exit, { code, message: `${sentences.join(" ")}${hint} (${where}tracking id ${trackingId})` });
}

/** Something answered that is no Sluice. */
export function notUnderstood(client: Client, status: number): Refused {
  const message = `${client.url.origin} answered ${status} with something that is no answer of Sluice; is SLUICE_URL right?`;
  return fail(EXIT.unreachable, { code: "answer_not_understood", message });
}

function unreachable(client: Client, error: unknown): Refused {
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  const why =
    cause instanceof Error ? cause.message || ("code" in cause && String(cause.code)) : String(cause);
  const message = `Cannot reach ${client.url.origin} (${why || "no answer"}). Start a server with "sluice serve", or set SLUICE_URL.`;
  return fail(EXIT.unreachable, { code: "server_unreachable", message });
}
