import type { HeaderList, ReadyReply, UpdateRequest } from "./http.ts";
import { CHECK_PATH, FEEDS_PATH } from "./installation-route.ts";
import { BUG, refusalReply } from "./problem-reply.ts";
import { toReadyReply } from "./ready-reply.ts";
import { toTrackingId } from "./tracking-id.ts";

/** A request that the program failed to answer, as a log tells of it: nothing that an installation says of itself. */
export interface FailedRequest {
  readonly method: string;
  /** The beginning of the path, which says what kind of request it is. */
  readonly path: string;
  /** The id that the answer names, too. */
  readonly trackingId: string;
}

/** What a guard works with. */
export interface GuardParts {
  /** The headers that every answer has. */
  readonly security: HeaderList;
  /** Logs what was thrown. */
  readonly tell: (error: unknown, request: FailedRequest) => void;
}

/**
 * Makes the answer to a request. Where that throws or rejects, which only a bug does, logs it and gives what `send` makes of the
 * answer 500 instead, so that the process goes on for all other requests.
 */
export type AnswerGuard = <Sent>(
  request: UpdateRequest,
  make: () => Sent | Promise<Sent>,
  send: (reply: ReadyReply) => Sent,
) => Sent | Promise<Sent>;

/** The guard that stands around all that a server or an edge answers outside of a web framework. */
export function createAnswerGuard({ security, tell }: GuardParts): AnswerGuard {
  function replyTo(request: UpdateRequest, error: unknown): ReadyReply {
    const { method = "GET", url = "" } = request;
    const trackingId = toTrackingId(request.headers);
    tell(error, { method, path: kindOf(url), trackingId });
    return toReadyReply(refusalReply(BUG, trackingId), [...security, "trackingid", trackingId]);
  }
  return (request, make, send) => {
    try {
      const made = make();
      if (!(made instanceof Promise)) return made;
      return made.catch((error) => send(replyTo(request, error)));
    } catch (error) {
      return send(replyTo(request, error));
    }
  };
}

/** The most characters of a path that are told. */
const MOST_TOLD = 40;

/** The check, a protocol, or the first part of any other path: all behind it may be a secret or a name. */
function kindOf(url: string): string {
  if (url.startsWith(CHECK_PATH)) return CHECK_PATH;
  const parts = url.startsWith(FEEDS_PATH) ? 2 : 1;
  const [path = ""] = url.split(/[?#]/);
  return path
    .split("/", parts + 1)
    .join("/")
    .slice(0, MOST_TOLD);
}
