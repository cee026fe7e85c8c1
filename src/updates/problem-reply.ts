import type { Problem } from "../contract/problem.ts";
import type { Reply } from "../feeds/feed.ts";
import { retryAfter, statusOf } from "../refusal-status.ts";
import { type Refusal, refuse } from "../result.ts";
import { boundFaults, boundText, type Fault } from "./bound-faults.ts";

/** The most characters of one segment of a path. */
export const MOST_SEGMENT_CHARACTERS = 400;

/** What a path that cannot be decoded is refused with. */
export const PATH_MALFORMED = refuse(
  "path_malformed",
  "The path cannot be read; use UTF-8, percent-encoded where needed.",
);

/** What a path with a segment that is too long is refused with. */
export const PATH_TOO_LONG = refuse(
  "path_too_long",
  `A part of the path is too long; use at most ${MOST_SEGMENT_CHARACTERS} characters.`,
);

/** What a request is refused with that could not be answered for no fault of its own. */
export const BUG = refuse(
  "internal",
  "Something went wrong on the server, and nothing was changed; look up the trackingId in its log.",
);

/** The most characters of an address that a sentence repeats. */
const MOST_REPEATED = 200;

/** What a request for a path that has nothing, or nothing for the method, is refused with. */
export function noSuchPath(method: string, url: string): Refusal<"path_unknown"> {
  const path = boundText(url.split("?")[0] ?? "", MOST_REPEATED);
  return refuse("path_unknown", `There is nothing at ${method} ${path}; see /v1/openapi.json for the paths.`);
}

/** The body of a refusal: a sentence and its faults, at most some kB of them whatever was sent. */
export function toProblem(message: string, faults: readonly Fault[], trackingId: string): Problem {
  const { listed, left } = boundFaults(faults);
  const more =
    left === 0 ? "" : ` (the first ${listed.length} problems are listed, and there are ${left} more)`;
  return { message: boundText(message) + more, errors: listed, trackingId };
}

/** The answer to a refused request of an installation. */
export function refusalReply(refusal: Refusal, trackingId: string): Reply {
  return faultsReply([{ code: refusal.code, description: refusal.message }], trackingId);
}

/** The answer to a request of an installation with these faults, the first of which gives the status. */
export function faultsReply(faults: readonly [Fault, ...Fault[]], trackingId: string): Reply {
  const [{ code, description }] = faults;
  const status = statusOf({ code, message: description });
  const retry = retryAfter(status);
  return {
    status,
    headers: {
      "content-type": "application/json; charset=utf-8",
      ...(retry !== null && { "retry-after": retry }),
    },
    body: JSON.stringify(toProblem(description, faults, trackingId)),
  };
}
