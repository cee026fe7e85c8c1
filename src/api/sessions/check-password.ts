import type { FastifyReply } from "fastify";
import { err, ok, type Refusal, type Result, refuse } from "../../result.ts";
import { forgetAccountAttempts } from "../../store/tables/account-attempt-table.ts";
import { findAccountByEmail, type StoredAccount } from "../../store/tables/administrator-table.ts";
import { type Administrator, emailKey } from "../../tenancy/administrator.ts";
import { hashInTurn } from "../shares/hashing.ts";
import { beginAccountAttempt, beginAttempt, type SignInContext } from "./begin-attempt.ts";
import { isStillGood } from "./given-password.ts";
import { browserIn } from "./known-browser.ts";

/** A local account whose password was correct. */
export interface Account {
  readonly administrator: Administrator;
  readonly passwordChangeNeeded: boolean;
  readonly passwordHash: string;
}

/** Why an attempt to sign in failed, for the log alone. */
type Failure =
  | "throttled"
  | "unknown_account"
  | "wrong_password"
  | "wrong_code"
  | "wrong_passkey"
  | "disabled"
  | "one_time_password_ended";

/**
 * The account with this address and password. Takes equally long for an unknown address. Refuses
 * `sign_in_failed`, in the same words whatever was wrong, `too_many_attempts` and `quota_reached` with
 * `Retry-After`, and, to who has the
 * right one-time password, `one_time_password_ended`.
 */
export async function checkPassword(
  context: SignInContext,
  reply: FastifyReply,
  email: string,
  password: string,
): Promise<Result<Account, Refusal>> {
  const account = emailKey(email);
  const found = await findAccountByEmail(context.store.database, email);
  const browser = found && knownBrowser(context, reply, found);
  const circumstances = { isAccount: found !== null, browser };
  const begun = beginAttempt(context, reply, account, circumstances);
  if (!begun.ok) return failed(reply, found, "throttled", begun);
  const attempt = found && ({ administratorId: found.administrator.id, kind: "password" } as const);
  const counted = attempt && (await beginAccountAttempt(context, reply, attempt, browser));
  if (counted?.ok === false) return failed(reply, found, "throttled", counted);
  const compared = await hashInTurn(context, reply.request, () =>
    context.passwords.isPassword(found?.password.hash ?? null, password),
  );
  if (!compared.ok) return compared;
  if (!found || !attempt) return failed(reply, found, "unknown_account", SIGN_IN_FAILED);
  if (!compared.value) return failed(reply, found, "wrong_password", SIGN_IN_FAILED);
  if (found.administrator.disabledAt !== null) return failed(reply, found, "disabled", SIGN_IN_FAILED);
  context.attempts.succeed(account, reply.request.ip, circumstances);
  if (browser === null) await forgetAccountAttempts(context.store.database, attempt);
  if (!(await isStillGood(context, found))) {
    return failed(reply, found, "one_time_password_ended", ONE_TIME_PASSWORD_ENDED);
  }
  const { hash: passwordHash, isOneTime: passwordChangeNeeded } = found.password;
  return ok({ administrator: found.administrator, passwordChangeNeeded, passwordHash });
}

function knownBrowser(
  { config }: SignInContext,
  reply: FastifyReply,
  { administrator, password }: StoredAccount,
) {
  return browserIn(reply.request, config, { id: administrator.id, passwordHash: password.hash });
}

/** Logs a failed attempt by the account's id: what was typed as the address may be a password. */
export function failed<R>(
  reply: FastifyReply,
  found: Pick<StoredAccount, "administrator"> | null,
  why: Failure,
  refusal: R,
): R {
  const account = found?.administrator.id ?? "unknown";
  const told = { account, why, throttled: why === "throttled", address: reply.request.ip };
  reply.request.log.warn(told, "an attempt to sign in failed");
  return refusal;
}

export const SIGN_IN_FAILED = err(
  refuse("sign_in_failed", "The e-mail address or the password is wrong; try again."),
);
export const ONE_TIME_PASSWORD_ENDED = err(
  refuse(
    "one_time_password_ended",
    "This one-time password has ended; ask an administrator of your level or above for a new one.",
  ),
);
