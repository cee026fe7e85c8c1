import type { FastifyReply } from "fastify";
import { err, ok, type Refusal, type Result, refuse } from "../../result.ts";
import { findAccountByEmail } from "../../store/tables/administrator-table.ts";
import { type Administrator, emailKey } from "../../tenancy/administrator.ts";
import { hashInTurn } from "../shares/hashing.ts";
import { beginAttempt, type SignInContext } from "./begin-attempt.ts";

/** A local account whose password was correct. */
export interface Account {
  readonly administrator: Administrator;
  readonly passwordChangeNeeded: boolean;
  readonly passwordHash: string;
}

/**
 * The account with this address and password. Takes equally long for an unknown address. Refuses
 * `sign_in_failed`, in the same words whatever was wrong, `too_many_attempts` and `quota_reached` with `Retry-After`.
 */
export async function checkPassword(
  context: SignInContext,
  reply: FastifyReply,
  email: string,
  password: string,
): Promise<Result<Account, Refusal>> {
  const account = emailKey(email);
  const begun = beginAttempt(context, reply, account);
  if (!begun.ok) return begun;
  const found = await findAccountByEmail(context.store.database, email);
  const compared = await hashInTurn(context, reply.request, () =>
    context.passwords.isPassword(found?.password.hash ?? null, password),
  );
  if (!compared.ok) return compared;
  if (!found || !compared.value || found.administrator.disabledAt !== null) {
    reply.request.log.info({ address: reply.request.ip }, "an attempt to sign in failed");
    return SIGN_IN_FAILED;
  }
  context.attempts.succeed(account, reply.request.ip);
  const { hash: passwordHash, isOneTime: passwordChangeNeeded } = found.password;
  return ok({ administrator: found.administrator, passwordChangeNeeded, passwordHash });
}

export const SIGN_IN_FAILED = err(
  refuse("sign_in_failed", "The e-mail address or the password is wrong; try again."),
);
