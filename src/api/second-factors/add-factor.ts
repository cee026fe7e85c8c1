import type { FastifyReply } from "fastify";
import { toInstant } from "../../instant.ts";
import { ok, type Refusal, type Result } from "../../result.ts";
import type { StoredFactor } from "../../store/tables/second-factor-row.ts";
import { perform } from "../change.ts";
import type { SignInContext } from "../sessions/begin-attempt.ts";
import { makeRecoveryCodes } from "./codes.ts";
import { toFactorAnswer } from "./list-second-factors.ts";
import type { Owner } from "./prove-owner.ts";

type Unset = "administratorId" | "createdAt" | "lastUsedAt";
type NewFactor =
  | Omit<Extract<StoredFactor, { readonly kind: "totp" }>, Unset>
  | Omit<Extract<StoredFactor, { readonly kind: "passkey" }>, Unset>;

/** Adds a second factor that was confirmed. With the owner's first one come recovery codes, else null. */
export async function addFactor(
  context: SignInContext,
  reply: FastifyReply,
  { administrator, sessionId }: Owner,
  added: NewFactor,
): Promise<Result<AddedAnswer, Refusal>> {
  reply.header("cache-control", "no-store");
  const { codes, hashes } = makeRecoveryCodes();
  const unset = { administratorId: administrator.id, createdAt: toInstant(0), lastUsedAt: null };
  const factor = { ...added, ...unset };
  const command = { kind: "add_second_factor", factor, recoveryCodeHashes: hashes, sessionId } as const;
  const done = await perform(context, administrator, command);
  if (!done.ok) return done;
  reply.server.events.checkSessions();
  const { isFirst } = done.value;
  return ok({ ...toFactorAnswer(done.value.factor), recoveryCodes: isFirst ? [...codes] : null });
}

type AddedAnswer = ReturnType<typeof toFactorAnswer> & { readonly recoveryCodes: string[] | null };
