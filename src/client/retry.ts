type Send = (request: Request) => Promise<Response>;

const ATTEMPTS = 3;
/** A server that asks for more patience than this is not waited for. */
const MAX_WAIT_SECONDS = 30;

/**
 * Sends a request again, at most twice, where the server answers 429 or 503 and says when with Retry-After. Only what is
 * the same done once or twice: GET, PUT, DELETE, and a POST with an Idempotency-Key.
 */
export function withRetries(send: Send, attempts: number = ATTEMPTS): Send {
  return async (request) => {
    const spare = attempts > 1 && isRepeatable(request) ? request.clone() : null;
    const response = await send(request);
    const seconds = readRetryAfter(response);
    if (!spare || seconds === null || seconds > MAX_WAIT_SECONDS) return response;
    await response.body?.cancel();
    await wait(seconds, request.signal);
    return withRetries(send, attempts - 1)(spare);
  };
}

/** The seconds to wait after an answer 429 or 503, or null if it does not say. */
export function readRetryAfter({ status, headers }: Response): number | null {
  const text = status === 429 || status === 503 ? headers.get("retry-after") : null;
  if (!text) return null;
  if (/^\d+$/.test(text)) return Number(text);
  const at = Date.parse(text);
  return Number.isNaN(at) ? null : Math.max(0, (at - Date.now()) / 1000);
}

function isRepeatable({ method, headers }: Request): boolean {
  return ["GET", "PUT", "DELETE"].includes(method) || (method === "POST" && headers.has("idempotency-key"));
}

function wait(seconds: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const stop = (): void => {
      clearTimeout(timer);
      reject(signal.reason);
    };
    const timer = setTimeout(() => {
      signal.removeEventListener("abort", stop);
      resolve();
    }, seconds * 1000);
    if (signal.aborted) stop();
    else signal.addEventListener("abort", stop, { once: true });
  });
}
