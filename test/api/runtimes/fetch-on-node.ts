import type { IncomingMessage, ServerResponse } from "node:http";
import { Readable } from "node:stream";
import { FEEDS } from "../../../src/feeds/feeds.ts";
import { createAnswerGuard } from "../../../src/updates/answer-guard.ts";
import { createFetchHandler, headersRead } from "../../../src/updates/fetch-http.ts";
import type { UpdatesContext } from "../../../src/updates/updates-context.ts";
import { wholeAnswerer } from "./whole-answerer.ts";

/** Answers installations from a context in the style of the Fetch standard; throws for a bug. */
export function fetchHandlerOf(context: UpdatesContext): (request: Request) => Response | Promise<Response> {
  const guard = createAnswerGuard({
    security: [],
    tell: (error) => {
      throw error;
    },
  });
  const handle = createFetchHandler({ answer: wholeAnswerer(context), names: headersRead(FEEDS), guard });
  return (request) => handle(request);
}

/** A request of `node:http` as the Fetch standard has it. */
export function toFetchRequest(request: IncomingMessage): Request {
  const { method = "", url = "", headers } = request;
  const hasBody = method !== "GET" && method !== "HEAD";
  return new Request(`http://127.0.0.1${url}`, {
    method,
    headers: headers as Record<string, string>,
    ...(hasBody && { body: Readable.toWeb(request) as ReadableStream, duplex: "half" }),
  });
}

/** Sends a response of the Fetch standard by `node:http`. */
export async function sendResponse(response: ServerResponse, answered: Response): Promise<void> {
  const body = Buffer.from(await answered.arrayBuffer());
  response.writeHead(answered.status, Object.fromEntries(answered.headers)).end(body);
}
