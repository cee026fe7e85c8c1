import openFetch from "openapi-fetch";
import { err, ok, type Result } from "../result.ts";
import { type Answer, readNext } from "./answer.ts";
import type { CallOptions, Method } from "./operation.ts";
import { type CallRefusal, notUnderstood, readProblem, unreachable } from "./refusal.ts";
import { readRetryAfter, withRetries } from "./retry.ts";

/** Which server, and as whom. */
export interface ClientOptions {
  /** Such as `https://updates.example.org`; in a browser `""` is the page's own server. */
  readonly baseUrl: string;
  /** A bearer token; without one a browser sends its session cookie. */
  readonly token?: string | null | undefined;
  /** A replacement for the platform's `fetch`. */
  readonly fetch?: ((request: Request) => Promise<Response>) | undefined;
}

/** What goes with a call of any path and method. */
export interface RequestParts extends CallOptions {
  readonly params?: { readonly path?: object; readonly query?: object; readonly header?: object };
  readonly body?: unknown;
}

/** One call of any path and method; what it answers is not checked beyond being JSON of an API. */
export type Send = (
  method: Method,
  path: string,
  sent?: RequestParts,
) => Promise<Result<Answer<object | undefined>, CallRefusal>>;

/** Opens the way to a server. Refuses as the server does, and with `server_unreachable`, `answer_not_understood`. */
export function openSend({
  baseUrl,
  token,
  fetch = (request) => globalThis.fetch(request),
}: ClientOptions): Send {
  const headers = { accept: "application/json", ...(token && { authorization: `Bearer ${token}` }) };
  const api = openFetch<Record<string, never>>({ baseUrl, headers, fetch: withRetries(fetch) });
  return async (method, path, sent = {}) => {
    try {
      const { data, error, response } = await api.request(
        method as never,
        path as never,
        toInit(sent) as never,
      );
      return response.ok ? accepted(baseUrl, response, data) : refused(baseUrl, response, error);
    } catch (error) {
      // JSON was announced and something else came.
      if (error instanceof SyntaxError) return err(notUnderstood(baseUrl, 200));
      return err(unreachable(baseUrl, error));
    }
  };
}

/** A call as openapi-fetch takes it, which leaves out a header that is null. */
function toInit({ ifMatch, idempotencyKey, trackingId, signal, params, body }: RequestParts): object {
  const header = {
    "If-Match": ifMatch ?? null,
    "Idempotency-Key": idempotencyKey ?? null,
    TrackingID: trackingId ?? null,
    ...params?.header,
  };
  return { params: { ...params, header }, ...(body !== undefined && { body }), ...(signal && { signal }) };
}

function accepted(
  baseUrl: string,
  response: Response,
  body: unknown,
): Result<Answer<object | undefined>, CallRefusal> {
  const { status, headers } = response;
  if (status !== 204 && !isObject(body)) return err(notUnderstood(baseUrl, status));
  return ok({ body: isObject(body) ? body : undefined, etag: headers.get("etag"), next: readNext(headers) });
}

function isObject(json: unknown): json is object {
  return typeof json === "object" && json !== null;
}

function refused(baseUrl: string, response: Response, json: unknown): Result<never, CallRefusal> {
  const problem = readProblem(json, response.status);
  if (!problem) return err(notUnderstood(baseUrl, response.status));
  return err({ ...problem, retryAfterSeconds: readRetryAfter(response) ?? undefined });
}
