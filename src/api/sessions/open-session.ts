import { randomBytes, randomUUID } from "node:crypto";
import type { FastifyReply } from "fastify";
import { toInstant } from "../../instant.ts";
import { ok, type Refusal, type Result } from "../../result.ts";
import { findFactorKinds } from "../../store/tables/second-factor-table.ts";
import { holdPassword, insertSession, type NewSession } from "../../store/tables/session-table.ts";
import { noteSignIn } from "../../store/tables/sign-in-table.ts";
import { PROVIDED_SESSION_LONGEST_MS, SESSION_LONGEST_MS, type Session } from "../../tenancy/session.ts";
import { hashSecret } from "../authenticate.ts";
import type { Context } from "../context.ts";
import { toScope } from "../grants/scope.ts";
import { sourceOf } from "../request-headers.ts";
import { isSecondFactorNeeded } from "../second-factor-config.ts";
import { SESSION_PREFIX, setSessionCookie } from "../session-cookie.ts";
import { SIGN_IN_FAILED } from "./check-password.ts";
import { rememberBrowser } from "./known-browser.ts";

type Person = Pick<Session, "actor" | "administratorId" | "passwordChangeNeeded" | "hasSecondFactor"> & {
  /** The hash of the checked password, or null if the person has no password here. */
  readonly passwordHash: string | null;
};

type OpenedSession = ReturnType<typeof toSessionCreated> & { readonly secondFactorNeeded: boolean };

/**
 * Opens a session. Its secret is in the cookie and in the result, and is not stored. Refuses `sign_in_failed` if the
 * account was disabled, removed, or given another password or its first second factor since it was checked.
 */
export async function openSession(
  context: Context,
  reply: FastifyReply,
  { passwordHash, ...person }: Person,
): Promise<Result<OpenedSession, Refusal>> {
  const longestMs = person.administratorId === null ? PROVIDED_SESSION_LONGEST_MS : SESSION_LONGEST_MS;
  const now = context.now();
  const secret = SESSION_PREFIX + randomBytes(32).toString("base64url");
  const { hasSecondFactor, ...signedIn } = person;
  const session: NewSession = {
    ...signedIn,
    address: reply.request.ip,
    id: randomUUID(),
    userAgent: (reply.request.headers["user-agent"] ?? "").slice(0, 200),
    createdAt: now,
    lastUsedAt: now,
    expiresAt: toInstant(now + longestMs),
  };
  const isOpen = await context.store.database.transaction().execute(async (transaction) => {
    const { administratorId: id } = person;
    if (id !== null && !(await holdPassword(transaction, id, passwordHash ?? ""))) return false;
    // A second factor that was added since the password was checked is asked for at the next try.
    if (id !== null && !hasSecondFactor && (await findFactorKinds(transaction, [id])).size > 0) return false;
    await insertSession(transaction, session, hashSecret(secret));
    return true;
  });
  if (!isOpen) return SIGN_IN_FAILED;
  // Not in that transaction: two of one account would each wait for the other.
  if (person.administratorId !== null) await noteSignIn(context.store.database, person.administratorId, now);
  reply.request.log.info({ person: person.actor.id, session: session.id }, "signed in");
  reply.header("cache-control", "no-store");
  setSessionCookie(reply, context.config, secret, longestMs);
  const isOurPage = sourceOf(context.config, reply.request.headers) === "same_origin";
  if (isOurPage && person.administratorId !== null && !person.passwordChangeNeeded) {
    const account = { id: person.administratorId, passwordHash: passwordHash ?? "" };
    rememberBrowser(reply, context.config, account);
  }
  const secondFactorNeeded = isSecondFactorNeeded(context.config, person);
  return ok({ ...toSessionCreated(session, secret), secondFactorNeeded });
}

function toSessionCreated({ actor, expiresAt, passwordChangeNeeded }: NewSession, token: string) {
  const person = { id: actor.id, displayName: actor.displayName };
  return { token, expiresAt, person, ...toScope(actor), passwordChangeNeeded };
}
