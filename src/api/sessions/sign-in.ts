import type { FastifyInstance } from "fastify";
import type { ZodTypeProvider } from "fastify-type-provider-zod";
import { NoQuery } from "../../contract/fields.ts";
import { Problem } from "../../contract/problem.ts";
import { SessionCreated, SignInBody } from "../../contract/session.ts";
import { refuse } from "../../result.ts";
import { sendRefusal } from "../problem.ts";
import { sourceOf } from "../request-headers.ts";
import { limitAddress } from "../server/rate-limit.ts";
import type { SignInContext } from "./begin-attempt.ts";
import { checkPassword } from "./check-password.ts";
import { openSession } from "./open-session.ts";

/** `POST /v1/sessions`: the one call that accepts a password in place of a token. */
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
    onRequest: limitAddress,
    handler: async (request, reply) => {
      if (sourceOf(context.config, request.headers) === "elsewhere")
        return sendRefusal(reply, FROM_ELSEWHERE);
      const { email, password } = request.body;
      const account = await checkPassword(context, reply, email, password);
      if (!account.ok) return sendRefusal(reply, account.error);
      const { administrator, ...checked } = account.value;
      const person = { actor: administrator, administratorId: administrator.id, ...checked };
      const opened = await openSession(context, reply, person);
      return opened.ok ? reply.status(201).send(opened.value) : sendRefusal(reply, opened.error);
    },
  });
}

/**
 * Without this check another site could sign a person in to a foreign account, whose owner would see what the person
 * enters.
 */
const FROM_ELSEWHERE = refuse(
  "cross_site_request",
  "Another site cannot sign people in here; sign in on this server's own pages, or from a program.",
);
