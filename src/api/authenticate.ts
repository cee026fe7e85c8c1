import { createHash } from "node:crypto";
import type { FastifyRequest } from "fastify";
import type { Instant } from "../instant.ts";
import { err, ok, type Refusal, type Result, refuse } from "../result.ts";
import { findSessionByHash, touchSession } from "../store/tables/session-table.ts";
import { findTokenByHash } from "../store/tables/token-table.ts";
import type { Actor } from "../tenancy/actor.ts";
import { SESSION_NOTE_MS, type Session, sessionEndsAt } from "../tenancy/session.ts";
import type { Context } from "./context.ts";
import { sourceOf } from "./request-headers.ts";
import { cookieName, SESSION_PREFIX } from "./session-cookie.ts";

/** The caller and its session, or null as the session if the caller is a program with a token. */
export interface Identity {
  readonly actor: Actor;
  readonly session: Session | null;
}

type IdentityResult = Promise<Result<Identity, Refusal>>;

/** Hashes a secret as it is stored and looked up: SHA-256, hex. Secrets are random, so no salt is needed. */
export function hashSecret(secret: string): string {
  return createHash("sha256").update(secret).digest("hex");
}

/**
 * Authenticates a request by its `Authorization` header, or without one by its session cookie. A browser sends the
 * cookie by itself, so with it a request from another site changes nothing. Refuses `not_signed_in`, `token_invalid`,
 * `token_expired`, `session_ended`, `cross_site_request`.
 */
export async function authenticate(context: Context, request: FastifyRequest, now: Instant): IdentityResult {
  const { authorization } = request.headers;
  const cookie = request.cookies[cookieName(context.config)];
  if (authorization === undefined && cookie !== undefined) return byCookie(context, request, cookie, now);
  const secret = /^Bearer +(\S+)$/i.exec(authorization ?? "")?.[1];
  if (!secret) {
    return err(refuse("not_signed_in", "Sign in, or send a token: Authorization: Bearer <token>."));
  }
  return secret.startsWith(SESSION_PREFIX) ? bySession(context, secret, now) : byToken(context, secret, now);
}

async function byToken(context: Context, secret: string, now: Instant): IdentityResult {
  const hash = hashSecret(secret);
  const fixed = context.fixedTokens.get(hash);
  if (fixed) return ok({ actor: fixed, session: null });
  const token = await findTokenByHash(context.store.database, hash);
  if (!token)
    return err(
      refuse("token_invalid", "This token is not valid; it may have been revoked. Use another one."),
    );
  if (token.expiresAt !== null && token.expiresAt <= now) {
    return err(refuse("token_expired", "This token has expired; create a new one."));
  }
  return ok({ actor: token.actor, session: null });
}

async function bySession({ store }: Context, secret: string, now: Instant): IdentityResult {
  const session = await findSessionByHash(store.database, hashSecret(secret));
  if (!session || sessionEndsAt(session) <= now) {
    return err(refuse("session_ended", "This session has ended; sign in again."));
  }
  if (now - session.lastUsedAt >= SESSION_NOTE_MS) await touchSession(store.database, session.id, now);
  return ok({ actor: session.actor, session });
}

async function byCookie(
  context: Context,
  { method, headers }: FastifyRequest,
  secret: string,
  now: Instant,
): IdentityResult {
  if (method !== "GET" && method !== "HEAD" && sourceOf(context.config, headers) !== "same_origin") {
    return err(
      refuse(
        "cross_site_request",
        "Calls with a session cookie can change something only from this server's own pages; send a token instead: Authorization: Bearer <token>.",
      ),
    );
  }
  return bySession(context, secret, now);
}
