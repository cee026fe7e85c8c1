import { createHash } from "node:crypto";
import type { FastifyRequest } from "fastify";
import type { Instant } from "../instant.ts";
import { err, ok, type Refusal, type Result, refuse } from "../result.ts";
import { findSessionByHash, touchSession } from "../store/tables/session-table.ts";
import { findTokenChain, rightsIn } from "../store/tables/sponsor-table.ts";
import type { Actor } from "../tenancy/actor.ts";
import { SESSION_NOTE_MS, type Session, sessionEndsAt } from "../tenancy/session.ts";
import type { Context } from "./context.ts";
import { sourceOf } from "./request-headers.ts";
import { cookieName, SESSION_PREFIX } from "./session-cookie.ts";

/** The caller and its session, or null as the session if the caller is a program with a token. */
export interface Identity {
  readonly actor: Actor;
  readonly session: Session | null;
  /** The sponsors of the token, on whose present rights its own depend; empty in a session. */
  readonly sponsorIds: readonly string[];
}

type IdentityResult = Promise<Result<Identity, Refusal>>;

/** Hashes a secret as it is stored and looked up: SHA-256, hex. Secrets are random, so no salt is needed. */
export function hashSecret(secret: string): string {
  return createHash("sha256").update(secret).digest("hex");
}

/**
 * Authenticates a request by its `Authorization` header, or without one by its session cookie. A browser sends the
 * cookie by itself, so with it a request from another site changes nothing. Refuses `not_signed_in`, `token_invalid`,
 * `token_expired`, `token_without_sponsor`, `session_ended`, `cross_site_request`.
 */
export async function authenticate(context: Context, request: FastifyRequest, now: Instant): IdentityResult {
  const identified = await identify(context, request, now);
  const session = identified.ok ? identified.value.session : null;
  if (session && now - session.lastUsedAt >= SESSION_NOTE_MS) {
    await touchSession(context.store.database, session.id, now);
  }
  return identified;
}

/** What a caller is looked up in. */
interface KnownCallers extends Pick<Context, "config" | "fixedTokens"> {
  readonly store: Pick<Context["store"], "database">;
}

/** The caller of a request as {@link authenticate} finds it; notes nothing. */
export async function identify(context: KnownCallers, request: FastifyRequest, now: Instant): IdentityResult {
  const { authorization } = request.headers;
  const cookie = request.cookies[cookieName(context.config)];
  if (authorization === undefined && cookie !== undefined) return byCookie(context, request, cookie, now);
  const secret = /^Bearer +(\S+)$/i.exec(authorization ?? "")?.[1];
  if (!secret) {
    return err(refuse("not_signed_in", "Sign in, or send a token: Authorization: Bearer <token>."));
  }
  return secret.startsWith(SESSION_PREFIX) ? bySession(context, secret, now) : byToken(context, secret, now);
}

async function byToken(context: KnownCallers, secret: string, now: Instant): IdentityResult {
  const hash = hashSecret(secret);
  const fixed = context.fixedTokens.get(hash);
  if (fixed) return ok({ actor: fixed, session: null, sponsorIds: [] });
  const chain = await findTokenChain(context.store.database, hash, now);
  if (!chain) return err(TOKEN_INVALID);
  if (chain.expiresAt !== null && chain.expiresAt <= now) {
    return err(refuse("token_expired", "This token has expired; create a new one."));
  }
  const actor = rightsIn(chain);
  return actor ? ok({ actor, session: null, sponsorIds: chain.ids.slice(1) }) : err(TOKEN_WITHOUT_SPONSOR);
}

const TOKEN_INVALID = refuse(
  "token_invalid",
  "This token is not valid; it may have been revoked. Use another one.",
);
const TOKEN_WITHOUT_SPONSOR = refuse(
  "token_without_sponsor",
  "This token has no rights any more, because the person or token that made it lost them; use a token that somebody else makes.",
);

async function bySession({ store }: KnownCallers, secret: string, now: Instant): IdentityResult {
  const session = await findSessionByHash(store.database, hashSecret(secret));
  if (!session || sessionEndsAt(session) <= now) {
    return err(refuse("session_ended", "This session has ended; sign in again."));
  }
  return ok({ actor: session.actor, session, sponsorIds: [] });
}

async function byCookie(
  context: KnownCallers,
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
