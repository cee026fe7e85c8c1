import type { Refusal } from "../result.ts";
import type { Shape } from "./shape.ts";

/** Why a call has no answer: the server's own refusal with its code and sentences, or what went wrong on the way. */
export interface CallRefusal extends Refusal<string> {
  /** Of the HTTP answer; 0: there was none. */
  readonly status: number;
  /** Finds the call in the server's log. */
  readonly trackingId?: string | undefined;
  /** In how many seconds the server wants to be asked again. */
  readonly retryAfterSeconds?: number | undefined;
  /** Of `second_factor_required`: the kinds of second factor that the account has. */
  readonly secondFactors?: Problem["secondFactors"];
}

type Problem = Shape<"Problem">;

/** Reads a refusal of the API; null if the JSON is not one. */
export function readProblem(json: unknown, status: number): CallRefusal | null {
  if (!isProblem(json)) return null;
  const { message, errors, trackingId, secondFactors, quota } = json;
  const sentences = errors.map((error) => error.description).join(" ");
  const code = errors[0]?.code ?? `http_${status}`;
  const refusal = { code, message: sentences || message, status, trackingId, quota };
  return secondFactors === undefined ? refusal : { ...refusal, secondFactors };
}

function isProblem(json: unknown): json is Problem {
  if (typeof json !== "object" || json === null) return false;
  const { message, errors, trackingId } = json as Partial<Record<keyof Problem, unknown>>;
  if (typeof message !== "string" || typeof trackingId !== "string" || !Array.isArray(errors)) return false;
  return errors.every((error) => typeof error?.code === "string" && typeof error.description === "string");
}

/** `answer_not_understood`: the server that answered is not Sluice. */
export function notUnderstood(baseUrl: string, status: number): CallRefusal {
  const message = `${placeOf(baseUrl)} answered ${status} with something that is not an answer of Sluice.`;
  return { code: "answer_not_understood", message, status };
}

/** `server_unreachable`: there was no answer, or it broke off; `call_aborted`: the caller's own signal ended it. */
export function unreachable(baseUrl: string, error: unknown): CallRefusal {
  if (error instanceof Error && error.name === "AbortError") {
    return { code: "call_aborted", message: "The call was cancelled before it was answered.", status: 0 };
  }
  const message = `Cannot reach ${placeOf(baseUrl)} (${causeOf(error) || "no answer"}).`;
  return { code: "server_unreachable", message, status: 0 };
}

function causeOf(error: unknown): string {
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  if (!(cause instanceof Error)) return String(cause);
  return cause.message || ("code" in cause ? String(cause.code) : "");
}

/** In a browser the address may be relative: then it is the page's own server. */
function placeOf(baseUrl: string): string {
  return URL.canParse(baseUrl) ? new URL(baseUrl).origin : "the server";
}
