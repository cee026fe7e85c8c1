/** The first request of an updater: the path is from the root of the server on. */
export interface FirstRequest {
  readonly method: "GET" | "POST";
  readonly path: string;
  /** The JSON of a POST. */
  readonly body?: unknown;
}

/** What a feed told: its status, its media type, and the beginning of its body. */
export interface FeedAnswer {
  readonly status: number;
  /** Or null if there is none. */
  readonly type: string | null;
  readonly body: string;
}

/** The most characters of an answer that are kept. */
const MOST_CHARACTERS = 4_000;

/**
 * Asks a feed as the updater of an app asks it first, without a session. `server` has no slash at its end. Throws what
 * `fetch` throws if there is no answer.
 */
export async function askFeed(
  server: string,
  { method, path, body }: FirstRequest,
  signal?: AbortSignal,
): Promise<FeedAnswer> {
  const sent = body === undefined ? {} : { headers: JSON_TYPE, body: JSON.stringify(body) };
  const answer = await fetch(server + path, { method, ...sent, credentials: "omit", signal: signal ?? null });
  const text = await answer.text();
  return {
    status: answer.status,
    type: answer.headers.get("content-type"),
    body: text.slice(0, MOST_CHARACTERS),
  };
}

const JSON_TYPE = { "content-type": "application/json" };
