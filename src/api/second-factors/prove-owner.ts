import type { FastifyReply } from "fastify";
import { err, ok, type Refusal, type Result, refuse } from "../../result.ts";
import { findAccount } from "../../store/tables/administrator-table.ts";
import type { Administrator } from "../../tenancy/administrator.ts";
import type { Session } from "../../tenancy/session.ts";
import type { SignInContext } from "../sessions/begin-attempt.ts";
import { NO_PASSWORD, WRONG } from "../sessions/change-password.ts";
import { checkPassword } from "../sessions/check-password.ts";
import { checkCode } from "./check-code.ts";

/** The person of a session of a local account, and the session. */
export interface Owner {
  readonly administrator: Administrator;
  readonly sessionId: string;
}

/** The owner of a session. Refuses `no_password` for tokens and for people of an identity provider. */
export async function findOwner(
  context: SignInContext,
  session: Session | null,
): Promise<Result<Owner & { readonly passwordHash: string }, Refusal>> {
  const id = session?.administratorId ?? null;
  const account = id === null ? null : await findAccount(context.store.database, id);
  if (!session || !account) return err(refuse("no_password", NO_PASSWORD));
  const { administrator, password } = account;
  return ok({ administrator, sessionId: session.id, passwordHash: password.hash });
}

/**
 * The owner of a session who proves, with the password or a code of a second factor, to be the person and not somebody
 * with a stolen session. Refuses `no_password`, `password_wrong`, `second_factor_wrong`, and `too_many_attempts` with
 * `Retry-After`.
 */
export async function proveOwner(
  context: SignInContext,
  { session, reply }: { readonly session: Session | null; readonly reply: FastifyReply },
  proof: { readonly currentPassword?: string | undefined; readonly code?: string | undefined },
): Promise<Result<Owner, Refusal>> {
  const owner = await findOwner(context, session);
  if (!owner.ok) return owner;
  const { administrator } = owner.value;
  const proved =
    proof.currentPassword === undefined
      ? await checkCode(context, reply, owner.value, proof.code ?? "")
      : await checkPassword(context, reply, administrator.email, proof.currentPassword);
  if (proved.ok) return owner;
  return proved.error.code === "sign_in_failed" ? err(WRONG) : proved;
}
