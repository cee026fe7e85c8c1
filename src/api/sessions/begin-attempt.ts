import type { FastifyReply } from "fastify";
import type { Instant } from "../../instant.ts";
import { err, ok, type Refusal, type Result, refuse } from "../../result.ts";
import type { Attempts, Circumstances } from "./attempts.ts";
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
  if (waitSeconds === 0) return ok(true);
  reply.header("retry-after", String(waitSeconds));
  const message = `Too many attempts to sign in; try again in ${waitSeconds} seconds.`;
  return err(refuse("too_many_attempts", message));
}
