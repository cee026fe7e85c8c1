import type { AuthenticationResponseJSON } from "@simplewebauthn/server";
import type { FastifyInstance, FastifyReply } from "fastify";
import type { ZodTypeProvider } from "fastify-type-provider-zod";
import { NoQuery } from "../../contract/fields.ts";
import { Problem } from "../../contract/problem.ts";
import { PasskeyOptions, PasskeySignInBody } from "../../contract/second-factor.ts";
import { SessionCreated } from "../../contract/session.ts";
import { ok } from "../../result.ts";
import { insertFactorChallenge } from "../../store/tables/factor-challenge-table.ts";
import { hashSecret } from "../authenticate.ts";
import { sendRefusal } from "../problem.ts";
import {
  checkPasskey,
  forgetPasskeyAttempt,
  NOBODYS,
  PASSKEY_REFUSED,
} from "../second-factors/check-passkey.ts";
import { passkeySignInOptions, relyingParty } from "../second-factors/passkeys.ts";
import { limitAddress } from "../server/rate-limit.ts";
import { beginAttempt, type SignInContext } from "../sessions/begin-attempt.ts";
import { failed, ONE_TIME_PASSWORD_ENDED } from "../sessions/check-password.ts";
import { isStillGood } from "../sessions/given-password.ts";
import { openSession } from "../sessions/open-session.ts";
import { refuseElsewhere } from "./own-pages.ts";

/**
 * `POST /v1/sessions/passkey/begin` and `/v1/sessions/passkey`: sign in with a passkey that verifies who holds it, which
 * is both factors. The options name nobody, so they tell nobody who has an account.
 */
export function registerPasskeySignIn(app: FastifyInstance, context: SignInContext): void {
  const typed = app.withTypeProvider<ZodTypeProvider>();
  typed.route({
    method: "POST",
    url: "/v1/sessions/passkey/begin",
    schema: {
      summary: "Begin to sign in with a passkey: the options for the browser's navigator.credentials.get",
      querystring: NoQuery,
      response: { 200: PasskeyOptions, "4xx": Problem },
    },
    onRequest: [limitAddress, refuseElsewhere(context)],
    handler: async (_request, reply) => {
      const begun = await begin(context, reply);
      if (!begun.ok) return sendRefusal(reply, begun.error);
      return reply.header("cache-control", "no-store").send(begun.value);
    },
  });
  typed.route({
    method: "POST",
    url: "/v1/sessions/passkey",
    schema: {
      summary: "Sign in with a passkey; the token is shown once and also set as a cookie",
      querystring: NoQuery,
      body: PasskeySignInBody,
      response: { 201: SessionCreated, "4xx": Problem },
    },
    onRequest: [limitAddress, refuseElsewhere(context)],
    handler: async (request, reply) => {
      const { credential } = request.body;
      const opened = await finish(context, reply, credential as unknown as AuthenticationResponseJSON);
      return opened.ok ? reply.status(201).send(opened.value) : sendRefusal(reply, opened.error);
    },
  });
}

async function begin(context: SignInContext, reply: FastifyReply) {
  const { now, challenges: attempts } = context;
  const within = beginAttempt({ attempts, now }, reply, "passkeys", NOBODYS);
  if (!within.ok) return within;
  const options = await passkeySignInOptions(relyingParty(context.config, reply.request));
  const challenge = { hash: hashSecret(options.challenge), purpose: "sign_in", sessionId: null } as const;
  const { database } = context.store;
  const expiresAt = await insertFactorChallenge(database, { ...challenge, secret: null }, context.now());
  return ok({ options: { ...options }, expiresAt });
}

async function finish(context: SignInContext, reply: FastifyReply, signed: AuthenticationResponseJSON) {
  const account = await checkPasskey(context, reply, signed);
  if (!account.ok) return account;
  const { administrator, password } = account.value;
  if (administrator.disabledAt !== null) return failed(reply, account.value, "disabled", PASSKEY_REFUSED);
  if (!(await isStillGood(context, account.value))) {
    return failed(reply, account.value, "one_time_password_ended", ONE_TIME_PASSWORD_ENDED);
  }
  forgetPasskeyAttempt(context, reply);
  return openSession(context, reply, {
    actor: administrator,
    administratorId: administrator.id,
    passwordChangeNeeded: password.isOneTime,
    passwordHash: password.hash,
    hasSecondFactor: true,
  });
}
