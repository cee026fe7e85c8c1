import type { FastifyReply } from "fastify";
import { WRONG_CODE } from "../../commands/people/second-factors.ts";
import { err, ok, type Refusal, type Result } from "../../result.ts";
import { forgetAccountAttempts } from "../../store/tables/account-attempt-table.ts";
import { listSecondFactors, takeTotpStep } from "../../store/tables/second-factor-table.ts";
import type { Administrator } from "../../tenancy/administrator.ts";
import { perform } from "../change.ts";
import { beginAccountAttempt, beginAttempt, type SignInContext } from "../sessions/begin-attempt.ts";
import { failed } from "../sessions/check-password.ts";
import { browserIn } from "../sessions/known-browser.ts";
import { hashRecoveryCode, isTotpCode, plainCode } from "./codes.ts";
import { findTotpStep } from "./totp.ts";

/** An account whose password or session was right. */
interface OpenAccount {
  readonly administrator: Administrator;
  readonly passwordHash: string;
}

/**
 * Uses a code up: that of an authenticator app for its 30 seconds, a recovery code for good. Refuses
 * `second_factor_wrong`, and `too_many_attempts` with `Retry-After`. Attempts are counted apart from those at passwords,
 * so that nobody without the password can use them up.
 */
export async function checkCode(
  context: SignInContext,
  reply: FastifyReply,
  { administrator, passwordHash }: OpenAccount,
  code: string,
): Promise<Result<true, Refusal>> {
  const { id } = administrator;
  const attempts = { attempts: context.codeAttempts, now: context.now };
  const browser = browserIn(reply.request, context.config, { id, passwordHash });
  const circumstances = { isAccount: true, browser };
  const begun = beginAttempt(attempts, reply, id, circumstances);
  if (!begun.ok) return failed(reply, { administrator }, "throttled", begun);
  const attempt = { administratorId: id, kind: "code" } as const;
  const counted = await beginAccountAttempt(context, reply, attempt, browser);
  if (!counted.ok) return failed(reply, { administrator }, "throttled", counted);
  const used = isTotpCode(code)
    ? await spendTotpCode(context, id, plainCode(code))
    : await spendRecoveryCode(context, administrator, code);
  if (!used.ok && used.error.code !== WRONG_CODE.code) return used;
  if (!used.ok) return failed(reply, { administrator }, "wrong_code", err(WRONG_CODE));
  context.codeAttempts.succeed(id, reply.request.ip, circumstances);
  if (browser === null) await forgetAccountAttempts(context.store.database, attempt);
  return ok(true);
}

/** Uses a recovery code up, as a change of its own: what the call goes on to do is another. */
function spendRecoveryCode(context: SignInContext, owner: Administrator, code: string) {
  const { guard: _, ...unguarded } = context;
  return perform(unguarded, owner, { kind: "use_recovery_code", hash: hashRecoveryCode(code) });
}

async function spendTotpCode(
  { store, now }: SignInContext,
  administratorId: string,
  code: string,
): Promise<Result<true, Refusal>> {
  for (const factor of await listSecondFactors(store.database, administratorId)) {
    if (factor.kind !== "totp") continue;
    const step = findTotpStep(factor.key.secret, code, now());
    if (step !== null && (await takeTotpStep(store.database, factor.id, step, now()))) return ok(true);
  }
  return err(WRONG_CODE);
}
