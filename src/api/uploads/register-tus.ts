import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import type { ZodTypeProvider } from "fastify-type-provider-zod";
import { err, ok, type Refusal, type Result, refuse } from "../../result.ts";
import type { Actor } from "../../tenancy/actor.ts";
import { type AnyEndpoint, type CallDescription, signIn } from "../endpoint.ts";
import { sendRefusal } from "../problem.ts";
import { withRightsAtChange } from "../rights-at-change.ts";
import { OFFSET_TYPE, TUS_VERSION } from "./ask-tus.ts";
import type { UploadsContext } from "./upload-directory.ts";

type TusCall = Pick<CallDescription, "path" | "params" | "summary"> & { readonly method: string };
type Handle = (
  context: UploadsContext,
  actor: Actor,
  request: FastifyRequest,
  reply: FastifyReply,
) => Promise<Result<FastifyReply, Refusal>>;

/** Makes an endpoint of the tus protocol: its body is bytes, and its answers are headers. */
export function tusEndpoint(described: CallDescription, handle: Handle): AnyEndpoint<UploadsContext> {
  return {
    ...described,
    register: (app, context) => {
      app.register(async (scope) => registerTus(scope, context, described, handle));
    },
  };
}

/** Registers a call of the tus protocol in a scope of its own, which reads any body as bytes. */
export function registerTus(
  app: FastifyInstance,
  context: UploadsContext,
  { method, path, params, summary }: TusCall,
  handle: Handle,
): void {
  app.addContentTypeParser("*", (_request, payload, done) => done(null, payload));
  app.withTypeProvider<ZodTypeProvider>().route({
    method: method as CallDescription["method"],
    url: path,
    config: { takesStream: true },
    schema: { summary, ...(params && { params }) },
    onRequest: (request, reply) => signIn(context, request, reply),
    handler: async (request, reply) => {
      reply.headers({ "tus-resumable": TUS_VERSION, "cache-control": "no-store" });
      const spoken = readVersion(request);
      const handled = spoken.ok
        ? await handle(withRightsAtChange(context, request), request.actor as Actor, request, reply)
        : spoken;
      if (handled.ok) return handled.value;
      if (handled.error.code === "tus_version_unknown") reply.header("tus-version", TUS_VERSION);
      if (!request.raw.readableEnded) request.raw.resume();
      return sendRefusal(reply, handled.error);
    },
  });
}

function readVersion({ method, headers }: FastifyRequest): Result<true, Refusal> {
  if (headers["tus-resumable"] !== TUS_VERSION) {
    return err(
      refuse(
        "tus_version_unknown",
        `Tus-Resumable must be ${TUS_VERSION}, the version of the tus protocol that this server speaks.`,
      ),
    );
  }
  if (method === "PATCH" && headers["content-type"] !== OFFSET_TYPE) {
    return err(refuse("content_type_unknown", `Send the bytes of an upload as ${OFFSET_TYPE}.`));
  }
  return ok(true);
}
