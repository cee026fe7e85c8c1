import { type Client as ApiClient, createClient } from "../client/client.ts";
import { type CallRefusal, notUnderstood, readProblem, unreachable } from "../client/refusal.ts";
import { err, ok, type Result } from "../result.ts";
import { EXIT, type Failure, fail } from "./command-result.ts";
import { readSession } from "./session-file.ts";
import type { Terminal } from "./terminal.ts";

export type Query = Readonly<Record<string, string | number | boolean | undefined>>;

/** What a call without JSON sends beside its path. */
export interface RequestParts {
  readonly query?: Query;
  readonly stream?: AsyncIterable<Uint8Array>;
  /** How many bytes the stream will give. */
  readonly size?: number;
  /** The media type of the stream, if it is not just bytes. */
  readonly type?: string;
  /** The media type of the answer, if it is not JSON. */
  readonly accept?: string;
}

/** A connection to one server as one caller. */
export interface Client {
  readonly url: URL;
  readonly token: string | null;
  /** Every call that is JSON; their refusals become the program's own with {@link orFailure}. */
  readonly api: ApiClient;
}

const DEFAULT_URL = "http://127.0.0.1:8080";

/** Where the server is: `SLUICE_URL`. Refuses `url_malformed`. */
export function readServerUrl({ env }: Terminal): Result<URL, Failure> {
  const text = env.SLUICE_URL || DEFAULT_URL;
  if (URL.canParse(text) && /^https?:$/.test(new URL(text).protocol)) return ok(new URL(text));
  const message = `SLUICE_URL is "${text}"; set it to an address such as ${DEFAULT_URL}`;
  return fail(EXIT.usage, { code: "url_malformed", message });
}

/** The token that the environment gives: `SLUICE_TOKEN` or `SLUICE_VENDOR_TOKEN`. It wins over a session. */
export function tokenOf({ env }: Terminal): string | null {
  return env.SLUICE_TOKEN || env.SLUICE_VENDOR_TOKEN || null;
}

/** A client with the token of the environment, or else the session of `sluice login`. */
export function connect(terminal: Terminal): Result<Client, Failure> {
  const url = readServerUrl(terminal);
  if (!url.ok) return url;
  const token = tokenOf(terminal);
  if (token) return ok(clientOf(url.value, token));
  const session = readSession(terminal.configDirectory, url.value);
  if (!session.ok) return session;
  return ok(clientOf(url.value, session.value?.token ?? null));
}

/** A client that calls a server with a token, or without one if it is null. */
export function clientOf(url: URL, token: string | null): Client {
  return { url, token, api: createClient({ baseUrl: url.origin + url.pathname, token }) };
}

/** What a call of the API came to, with its refusal as a command ends by it. */
export async function orFailure<Value>(
  asked: Promise<Result<Value, CallRefusal>>,
): Promise<Result<Value, Failure>> {
  const answer = await asked;
  return answer.ok ? answer : toFailure(answer.error);
}

/** One call whose accepted answer the caller reads, such as a stream. Refuses as the calls of `api` do. */
export async function openAnswer(
  client: Client,
  method: "GET" | "POST",
  path: string,
  sent: RequestParts,
): Promise<Result<Response, Failure>> {
  let response: Response;
  try {
    response = await fetch(addressOf(client, path, sent.query), { method, ...toRequest(client, sent) });
  } catch (error) {
    return toFailure(unreachable(client.url.origin, error));
  }
  if (response.ok) return ok(response);
  const text = await readText(client, response);
  if (!text.ok) return text;
  const { status } = response;
  return toFailure(readProblem(parseJson(text.value), status) ?? notUnderstood(client.url.origin, status));
}

/** The whole of an answer as text. */
export async function readText(client: Client, response: Response): Promise<Result<string, Failure>> {
  try {
    return ok(await response.text());
  } catch (error) {
    return toFailure(unreachable(client.url.origin, error));
  }
}

function addressOf(client: Client, path: string, query: Query = {}): URL {
  const url = new URL(client.url.pathname.replace(/\/$/, "") + path, client.url);
  for (const [name, value] of Object.entries(query)) {
    if (value !== undefined) url.searchParams.set(name, String(value));
  }
  return url;
}

function toRequest(client: Client, { stream, size, type, accept }: RequestParts): RequestInit {
  const headers: Record<string, string> = { accept: accept ?? "application/json" };
  if (client.token) headers.authorization = `Bearer ${client.token}`;
  if (!stream) return { headers };
  headers["content-type"] = type ?? "application/octet-stream";
  if (size !== undefined) headers["content-length"] = String(size);
  return { headers, body: stream, duplex: "half" };
}

/** The parsed text, or undefined if it is not JSON. */
export function parseJson(text: string): unknown {
  if (text === "") return null;
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** What helps, by the code of a refusal. */
const SIGN_IN_HINT = ' Sign in with "sluice login", or put a token in SLUICE_TOKEN.';
const HINTS: Readonly<Record<string, string>> = {
  not_signed_in: SIGN_IN_HINT,
  token_invalid: SIGN_IN_HINT,
  token_expired: SIGN_IN_HINT,
  session_ended: SIGN_IN_HINT,
  answer_not_understood: " Is SLUICE_URL right?",
  server_unreachable: ' Start a server with "sluice serve", or set SLUICE_URL.',
};

/** A refused call as the end of a command: with a hint, and with what finds it in the server's log. */
export function toFailure({ code, message, status, trackingId }: CallRefusal): {
  readonly ok: false;
  readonly error: Failure;
} {
  const isThere = code !== "answer_not_understood" && ![0, 502, 503, 504].includes(status);
  // A refusal can also be the last word of an answer that was accepted.
  const http = status < 400 ? "" : `${status}, `;
  const where = trackingId === undefined ? "" : ` (${http}tracking id ${trackingId})`;
  const exit = isThere ? EXIT.refused : EXIT.unreachable;
  return err({ exit, code, message: `${message}${HINTS[code] ?? ""}${where}` });
}
