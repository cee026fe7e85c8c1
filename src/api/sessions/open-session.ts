import { randomBytes, randomUUID } from "node:crypto";
import type { FastifyReply } from "fastify";
import { toInstant } from "../../instant.ts";
import { insertSession } from "../../store/session-table.ts";
import { PROVIDED_SESSION_LONGEST_MS, SESSION_LONGEST_MS, type Session } from "../../tenancy/session.ts";
import { hashSecret } from "../authenticate.ts";
import type { Context } from "../context.ts";
import { toScope } from "../grants/scope.ts";
import { SESSION_PREFIX, setSessionCookie } from "./session-cookie.ts";

/** Opens a session: its secret goes out in the cookie and in what this gives, and is kept nowhere. */
export async function openSession(
  context: Context,
  reply: FastifyReply,
  person: Pick<Session, "actor" | "administratorId" | "passwordChangeNeeded">,
) {
  const longestMs = person.administratorId === null ? PROVIDED_SESSION_LONGEST_MS : SESSION_LONGEST_MS;
  const now = context.now();
  const secret = SESSION_PREFIX + randomBytes(32).toString("base64url");
  const session: Session = {
    ...person,
    id: randomUUID(),
    userAgent: (reply.request.headers["user-agent"] ?? "").slice(0, 200),
    createdAt: now,
    lastUsedAt: now,
    expiresAt: toInstant(now + longestMs),
  };
  await insertSession(context.store.database, session, hashSecret(secret));
  reply.request.log.info({ person: person.actor.id, session: session.id }, "signed in");
  reply.header("cache-control", "no-store");
  setSessionCookie(reply, context.config, secret, longestMs);
  return toSessionCreated(session, secret);
}

function toSessionCreated({ actor, expiresAt, passwordChangeNeeded }: Session, token: string) {
  const person = { id: actor.id, displayName: actor.displayName };
  return { token, expiresAt, person, ...toScope(actor), passwordChangeNeeded };
}
