import type { FastifyInstance, FastifyReply } from "fastify";
import type { ZodTypeProvider } from "fastify-type-provider-zod";
import { NoQuery } from "../../contract/fields.ts";
import { Problem } from "../../contract/problem.ts";
import { SessionCreated, SignInBody } from "../../contract/session.ts";
import { ok, refuse } from "../../result.ts";
import { listSecondFactors } from "../../store/tables/second-factor-table.ts";
import { kindsByUse, type SecondFactorKind } from "../../tenancy/second-factor.ts";
import { toProblem } from "../../updates/problem-reply.ts";
import { sendRefusal } from "../problem.ts";
import { checkCode } from "../second-factors/check-code.ts";
import { limitAddress } from "../server/rate-limit.ts";
import type { SignInContext } from "../sessions/begin-attempt.ts";
import { checkPassword } from "../sessions/check-password.ts";
import { openSession } from "../sessions/open-session.ts";
import { refuseElsewhere } from "./own-pages.ts";

/** `POST /v1/sessions`: accepts a password in place of a token, with a code if the account has a second factor. */
export function registerSignIn(app: FastifyInstance, context: SignInContext): void {
  app.withTypeProvider<ZodTypeProvider>().route({
    method: "POST",
    url: "/v1/sessions",
    schema: {
      summary: "Sign in with a local account; the token is shown once and also set as a cookie",
      querystring: NoQuery,
      body: SignInBody,
      response: { 201: SessionCreated, "4xx": Problem },
    },
    onRequest: [limitAddress, refuseElsewhere(context)],
    handler: async (request, reply) => {
      const { email, password, code } = request.body;
      const account = await checkPassword(context, reply, email, password);
      if (!account.ok) return sendRefusal(reply, account.error);
      const { administrator, ...checked } = account.value;
      const factors = await listSecondFactors(context.store.database, administrator.id);
      const hasSecondFactor = factors.length > 0;
      if (hasSecondFactor && code === undefined) return sendSecondFactorRequired(reply, kindsByUse(factors));
      const passed = hasSecondFactor ? await checkCode(context, reply, account.value, code ?? "") : ok(true);
      if (!passed.ok) return sendRefusal(reply, passed.error);
      const person = { actor: administrator, administratorId: administrator.id, ...checked, hasSecondFactor };
      const opened = await openSession(context, reply, person);
      return opened.ok ? reply.status(201).send(opened.value) : sendRefusal(reply, opened.error);
    },
  });
}

/** Answers that the password is right and a second factor is missing; names the kinds that the account has, the last used first. */
function sendSecondFactorRequired(
  reply: FastifyReply,
  secondFactors: readonly SecondFactorKind[],
): FastifyReply {
  const { code, message: description } = SECOND_FACTOR_REQUIRED;
  const problem = toProblem(description, [{ code, description }], reply.request.id);
  return reply
    .status(401)
    .header("www-authenticate", "Bearer")
    .header("cache-control", "no-store")
    .send({ ...problem, secondFactors: [...secondFactors] });
}

const SECOND_FACTOR_REQUIRED = refuse(
  "second_factor_required",
  "This account has a second factor; send the call again with a code of the app or a recovery code, or sign in with a passkey.",
);
