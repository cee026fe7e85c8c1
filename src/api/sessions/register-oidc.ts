import { createHash } from "node:crypto";
import type { FastifyInstance, FastifyReply } from "fastify";
import { randomNonce, randomPKCECodeVerifier, randomState } from "openid-client";
import { mayGive } from "../../commands/people/may-give.ts";
import { SignInAtProviderQuery } from "../../contract/session.ts";
import { toInstant } from "../../instant.ts";
import { err, ok, type Refusal, type Result, refuse } from "../../result.ts";
import { originOf } from "../../serving/public-address.ts";
import { forgetExternalActor, noteExternalActors } from "../../store/tables/external-actor-table.ts";
import { insertOidcAttempt, takeOidcAttempt } from "../../store/tables/oidc-attempt-table.ts";
import type { Actor } from "../../tenancy/actor.ts";
import { type Claims, grantFromClaims, nameFromClaims } from "../../tenancy/claims.ts";
import { toGrant } from "../../tenancy/grant.ts";
import { hashSecret } from "../authenticate.ts";
import type { Context } from "../context.ts";
import { sendRefusal } from "../problem.ts";
import { accepts } from "../request-headers.ts";
import { limitAddress } from "../server/rate-limit.ts";
import { setStateCookie, takeStateCookie } from "../session-cookie.ts";
import { askProvider } from "./ask-provider.ts";
import { beginAttempt, type SignInContext } from "./begin-attempt.ts";
import type { IdentityProvider } from "./identity-provider.ts";
import { openSession } from "./open-session.ts";

const ATTEMPT_MS = 10 * 60_000;
const CALLBACK = "/v1/sessions/oidc/callback";

/**
 * Sign-in with an identity provider: the browser goes there from `start`, comes back to `callback`, and ends at the page that it left,
 * or else at `/`.
 */
export function registerOidc(app: FastifyInstance, context: SignInContext, provider: IdentityProvider): void {
  app.get("/v1/sessions/oidc/start", { onRequest: limitAddress }, async (request, reply) => {
    const { next = null } = SignInAtProviderQuery.parse(request.query);
    const address = await start(context, provider, reply, next);
    return address.ok
      ? reply.redirect(address.value, 303)
      : refuseSignIn(context, reply, address.error, next);
  });
  app.get(CALLBACK, { onRequest: limitAddress }, async (_request, reply) => {
    const left = takeStateCookie(reply, context.config);
    const actor = await finish(context, provider, reply, left?.state);
    if (!actor.ok) return refuseSignIn(context, reply, actor.error, left?.next);
    const password = { passwordHash: null, passwordChangeNeeded: false, hasSecondFactor: false };
    const opened = await openSession(context, reply, {
      actor: actor.value,
      administratorId: null,
      ...password,
    });
    if (!opened.ok) return refuseSignIn(context, reply, opened.error, left?.next);
    return reply.redirect(pageAddress(context, reply, left?.next ?? "/").href, 303);
  });
}

/** Refuses a sign-in: a browser goes back to the page, which says why in words; a program gets the refusal itself. */
function refuseSignIn(
  context: Context,
  reply: FastifyReply,
  refusal: Refusal,
  next: string | null = null,
): FastifyReply {
  if (!accepts(reply.request, "text/html")) return sendRefusal(reply, refusal);
  const page = pageAddress(context, reply, "/sign-in");
  page.searchParams.set("refused", refusal.code);
  if (next !== null) page.searchParams.set("next", next);
  return reply.redirect(page.href, 303);
}

/** The whole address of a page, as this client reaches the server. */
function pageAddress({ config }: Context, { request }: FastifyReply, page: string): URL {
  return new URL(originOf(config, request.headers.host) + page);
}

async function start(
  context: SignInContext,
  provider: IdentityProvider,
  reply: FastifyReply,
  next: string | null,
): Promise<Result<string, Refusal>> {
  const state = randomState();
  const begun = beginAttempt(context, reply, state);
  if (!begun.ok) return begun;
  const attempt = { nonce: randomNonce(), codeVerifier: randomPKCECodeVerifier() };
  const address = await askProvider(reply, () =>
    provider.addressFor(attempt, state, redirectUri(context, reply)),
  );
  if (!address.ok) return address;
  const now = context.now();
  const expiresAt = toInstant(now + ATTEMPT_MS);
  await insertOidcAttempt(context.store.database, hashSecret(state), attempt, { now, expiresAt });
  setStateCookie(reply, context.config, { state, next }, ATTEMPT_MS);
  return address;
}

/** Finishes a sign-in. The state must be the one that this browser left with, and is good once. */
async function finish(
  context: SignInContext,
  provider: IdentityProvider,
  reply: FastifyReply,
  state: string | undefined,
): Promise<Result<Actor, Refusal>> {
  const { url, ip } = reply.request;
  const currentUrl = new URL(redirectUri(context, reply));
  currentUrl.search = new URL(url, currentUrl).search;
  if (state === undefined || state !== currentUrl.searchParams.get("state")) return err(UNKNOWN);
  const attempt = await takeOidcAttempt(context.store.database, hashSecret(state), context.now());
  if (!attempt) return err(UNKNOWN);
  const claims = await askProvider(reply, () => provider.claimsOf(attempt, state, currentUrl));
  if (!claims.ok) return claims;
  const actor = await actorOf(context, provider, claims.value);
  await noteRights(context, personId(provider.config.issuer, String(claims.value.sub)), actor);
  if (actor.ok) context.attempts.succeed(state, ip);
  return actor;
}

/** Notes what the person may do now, for the tokens and links that the person made; nothing if there is no role. */
async function noteRights({ store, now }: Context, id: string, actor: Result<Actor, Refusal>): Promise<void> {
  if (actor.ok) return noteExternalActors(store.database, [actor.value], now());
  return forgetExternalActor(store.database, id);
}

/** The actor that the claims describe. Its scope must exist here, as if the vendor had granted the role. */
async function actorOf(
  { store }: Context,
  { config }: IdentityProvider,
  claims: Claims,
): Promise<Result<Actor, Refusal>> {
  const claimed = grantFromClaims(claims, config.claims);
  if (!claimed.ok) return claimed;
  const grant = toGrant(PROVIDER, claimed.value);
  const given = grant.ok ? await mayGive(store.database, PROVIDER, grant.value) : grant;
  if (!grant.ok || !given.ok) {
    const why = given.ok ? "" : ` (${given.error.message})`;
    const message = `The identity provider gave the role ${claimed.value.role} for a partner or an organization that does not exist here${why}; add it, or correct the claims.`;
    return err(refuse("provider_role_unknown", message));
  }
  const person = { id: personId(config.issuer, String(claims.sub)), displayName: nameFromClaims(claims) };
  return ok({ ...person, ...grant.value });
}

const PROVIDER: Actor = {
  id: "identity-provider",
  displayName: "Identity provider",
  role: "vendor_admin",
  partnerId: null,
  organizationId: null,
  organizationIds: null,
};

/** The UUID of a person at a provider, always the same (RFC 9562, version 8). */
function personId(issuer: string, subject: string): string {
  const hex = createHash("sha256")
    .update(JSON.stringify([issuer, subject]))
    .digest("hex");
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}

function redirectUri({ config }: Context, reply: FastifyReply): string {
  return originOf(config, reply.request.headers.host) + CALLBACK;
}

const UNKNOWN = refuse(
  "provider_refused",
  "This sign-in was not started in this browser, or it took longer than ten minutes; start again.",
);
