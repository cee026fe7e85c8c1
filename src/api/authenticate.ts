import { createHash } from "node:crypto";
import type { Instant } from "../instant.ts";
import { err, ok, type Refusal, type Result, refuse } from "../result.ts";
import { findTokenByHash } from "../store/token-table.ts";
import type { Actor } from "../tenancy/actor.ts";
import type { Context } from "./context.ts";

/** The form in which a secret is kept and looked up: SHA-256, hex. Secrets are random, so no salt is needed. */
export function hashSecret(secret: string): string {
  return createHash("sha256").update(secret).digest("hex");
}

/** Who sends this `Authorization` header. Refuses `not_signed_in`, `token_invalid`, `token_expired`. */
export async function authenticate(
  context: Context,
  header: string | undefined,
  now: Instant,
): Promise<Result<Actor, Refusal>> {
  const secret = /^Bearer +(\S+)$/i.exec(header ?? "")?.[1];
  if (!secret) return err(refuse("not_signed_in", "Send a token: Authorization: Bearer <token>."));
  const hash = hashSecret(secret);
  const fixed = context.fixedTokens.get(hash);
  if (fixed) return ok(fixed);
  const token = await findTokenByHash(context.store.database, hash);
  if (!token) return err(refuse("token_invalid", "This token is not valid (any more)."));
  if (token.expiresAt !== null && token.expiresAt <= now) {
    return err(refuse("token_expired", "This token has expired; make a new one."));
  }
  return ok(token.actor);
}
