import type { FastifyReply } from "fastify";
import type { Instant } from "../../instant.ts";
import { err, ok, type Refusal, type Result, refuse } from "../../result.ts";
import { type AccountAttempt, countAccountAttempt } from "../../store/tables/account-attempt-table.ts";
import { type Attempts, type Circumstances, CODE_BOUNDS, PASSWORD_BOUNDS } from "./attempts.ts";
import type { PasswordContext } from "./password-hash.ts";

/** The context for signing people in. */
export interface SignInContext extends PasswordContext {
  /** The recent attempts to sign in. */
  readonly attempts: Attempts;
  /** The recent attempts at codes of second factors, by people whose password or session was right. */
  readonly codeAttempts: Attempts;
  /** The recent sign-ins with a passkey that were begun and not finished, by address. */
  readonly challenges: Attempts;
}

/** Counts an attempt to sign in to an account. Refuses `too_many_attempts`, with `Retry-After`. */
export function beginAttempt(
  { attempts, now }: { readonly attempts: Attempts; readonly now: () => Instant },
  reply: FastifyReply,
  account: string,
  circumstances: Circumstances = {},
): Result<true, Refusal<"too_many_attempts">> {
  const waitSeconds = attempts.begin(account, reply.request.ip, now(), circumstances);
  return waitSeconds === 0 ? ok(true) : tooMany(reply, waitSeconds);
}

/** The most attempts of each kind at one account, on all servers together. */
const BOUNDS = { password: PASSWORD_BOUNDS, code: CODE_BOUNDS } as const;

/**
 * Counts an attempt at an account that exists, for all servers together and over restarts. Not one from a browser in which
 * the owner has signed in before, so that nobody else locks the owner out there. Refuses `too_many_attempts`, with
 * `Retry-After`.
 */
export async function beginAccountAttempt(
  { store, now }: PasswordContext,
  reply: FastifyReply,
  attempt: AccountAttempt,
  browser: string | null,
): Promise<Result<true, Refusal<"too_many_attempts">>> {
  if (browser !== null) return ok(true);
  const { windowMs, mostForAccount: most } = BOUNDS[attempt.kind];
  const waitMs = await countAccountAttempt(store.database, attempt, { windowMs, most }, now());
  return waitMs === 0 ? ok(true) : tooMany(reply, Math.ceil(waitMs / 1000));
}

function tooMany(reply: FastifyReply, waitSeconds: number): Result<never, Refusal<"too_many_attempts">> {
  reply.header("retry-after", String(waitSeconds));
  const message = `Too many attempts to sign in; try again in ${waitSeconds} seconds.`;
  return err(refuse("too_many_attempts", message));
}
