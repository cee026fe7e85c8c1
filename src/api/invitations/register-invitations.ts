import type { FastifyInstance, FastifyReply } from "fastify";
import type { ZodTypeProvider } from "fastify-type-provider-zod";
import { INVITATION_ENDED } from "../../commands/people/set-password.ts";
import { NoQuery } from "../../contract/fields.ts";
import { Problem } from "../../contract/problem.ts";
import {
  InvitationAcceptance,
  InvitationAccepted,
  InvitationAnswer,
  InvitationLook,
} from "../../contract/second-factor.ts";
import { err, ok, type Refusal, type Result } from "../../result.ts";
import { findAccountByLink, type StoredAccount } from "../../store/tables/administrator-table.ts";
import { listSecondFactors } from "../../store/tables/second-factor-table.ts";
import { acceptPassword } from "../../tenancy/password.ts";
import { hashSecret } from "../authenticate.ts";
import { perform } from "../change.ts";
import { sendRefusal } from "../problem.ts";
import { limitAddress } from "../server/rate-limit.ts";
import { beginAttempt, type SignInContext } from "../sessions/begin-attempt.ts";
import { isStillGood } from "../sessions/given-password.ts";
import { openSession } from "../sessions/open-session.ts";
import { refuseGuessable } from "../sessions/refuse-guessable.ts";
import { hashInTurn } from "../shares/hashing.ts";
import { refuseElsewhere } from "../sign-in/own-pages.ts";

/**
 * `POST /v1/invitations/look` and `/accept`: set a password with the secret of an invitation link or recovery link. The
 * secret has 256 random bits and is looked up by its SHA-256; one that is no good gets the same answer whatever is wrong.
 */
export function registerInvitations(app: FastifyInstance, context: SignInContext): void {
  const typed = app.withTypeProvider<ZodTypeProvider>();
  typed.route({
    method: "POST",
    url: "/v1/invitations/look",
    schema: {
      summary: "Whose account does this invitation link or recovery link open?",
      querystring: NoQuery,
      body: InvitationLook,
      response: { 200: InvitationAnswer, "4xx": Problem },
    },
    onRequest: limitAddress,
    handler: async (request, reply) => {
      const found = await findInvited(context, reply, request.body.secret);
      if (!found.ok) return sendRefusal(reply, found.error);
      const { administrator, password } = found.value;
      const { displayName, email } = administrator;
      reply.header("cache-control", "no-store");
      return reply.send({ displayName, email, endsAt: password.endsAt ?? null });
    },
  });
  typed.route({
    method: "POST",
    url: "/v1/invitations/accept",
    schema: {
      summary: "Set a password with an invitation link or recovery link, once, and sign in",
      querystring: NoQuery,
      body: InvitationAcceptance,
      response: { 201: InvitationAccepted, "4xx": Problem },
    },
    onRequest: [limitAddress, refuseElsewhere(context)],
    handler: async (request, reply) => {
      const { secret, password } = request.body;
      const found = await findInvited(context, reply, secret);
      if (!found.ok) return sendRefusal(reply, found.error);
      const accepted = await accept(context, reply, found.value, { linkHash: hashSecret(secret), password });
      return accepted.ok ? reply.status(201).send(accepted.value) : sendRefusal(reply, accepted.error);
    },
  });
}

/** The account that a link opens. Refuses `invitation_ended`, and `too_many_attempts` with `Retry-After`. */
async function findInvited(
  context: SignInContext,
  reply: FastifyReply,
  secret: string,
): Promise<Result<StoredAccount, Refusal>> {
  const begun = beginAttempt(context, reply, "links", { isNobodys: true });
  if (!begun.ok) return begun;
  const account = await findAccountByLink(context.store.database, hashSecret(secret));
  const isGood = account?.administrator.disabledAt === null && (await isStillGood(context, account));
  if (!account || !isGood) return err(INVITATION_ENDED);
  context.attempts.succeed("links", reply.request.ip, { isNobodys: true });
  return ok(account);
}

/** Sets the password of an account, and signs its owner in unless there is a second factor, which a link does not replace. */
async function accept(
  context: SignInContext,
  reply: FastifyReply,
  { administrator }: StoredAccount,
  { linkHash, password }: { readonly linkHash: string; readonly password: string },
) {
  const { email, id } = administrator;
  const fits = acceptPassword(password, { email, current: "" });
  if (!fits.ok) return fits;
  const { product, vendor } = context.config;
  const hard = await refuseGuessable(password, { ...administrator, product, vendor });
  if (!hard.ok) return hard;
  const hashed = await hashInTurn(context, reply.request, () => context.passwords.hash(fits.value));
  if (!hashed.ok) return hashed;
  const passwordHash = hashed.value;
  const done = await perform(context, administrator, { kind: "accept_invitation", linkHash, passwordHash });
  if (!done.ok) return done;
  reply.server.events.checkSessions();
  reply.header("cache-control", "no-store");
  if ((await listSecondFactors(context.store.database, id)).length > 0) return ok({ email, session: null });
  const checked = { passwordHash, passwordChangeNeeded: false, hasSecondFactor: false };
  const session = await openSession(context, reply, { actor: done.value, administratorId: id, ...checked });
  return session.ok ? ok({ email, session: session.value }) : session;
}
