import { randomUUID } from "node:crypto";
import { createServer } from "node:http";
import helmet from "@fastify/helmet";
import Fastify, { type FastifyBaseLogger, type FastifyInstance, LogController } from "fastify";
import { serializerCompiler, validatorCompiler } from "fastify-type-provider-zod";
import type { Context } from "./context.ts";
import { ENDPOINTS } from "./endpoints.ts";
import { sendNoSuchPath, sendThrown } from "./problem.ts";
import { registerDownload } from "./releases/download-build.ts";
import { registerHealth } from "./service/register-health.ts";
import { answerFast } from "./updates/fast-check.ts";
import { registerCheck } from "./updates/register-check.ts";
import { registerElectronFeed } from "./updates/register-electron-feed.ts";

/** 1 MiB: the most of a JSON body; builds are streamed on their own path. */
const BODY_LIMIT = 1024 * 1024;
const TRACKING_ID = /^[\w.:-]{1,100}$/;

/** The HTTP server over a context, not listening yet. Ordinary update checks never reach Fastify. */
export async function createApp(context: Context): Promise<FastifyInstance> {
  const app: FastifyInstance = Fastify({
    bodyLimit: BODY_LIMIT,
    loggerInstance: context.log as FastifyBaseLogger,
    logController: new LogController({ disableRequestLogging: true }),
    requestIdHeader: false,
    genReqId: ({ headers }) => toTrackingId(headers.trackingid),
    routerOptions: { maxParamLength: 400 },
    serverFactory: (handle) =>
      createServer((request, response) => {
        if (!answerFast(context, request, response)) handle(request, response);
      }),
  });
  app.setValidatorCompiler(validatorCompiler);
  app.setSerializerCompiler(serializerCompiler);
  app.setErrorHandler(sendThrown);
  app.setNotFoundHandler(sendNoSuchPath);
  app.decorateRequest("actor", null);
  app.addHook("onSend", async (request, reply) => void reply.header("TrackingID", request.id));
  await app.register(helmet);
  for (const endpoint of ENDPOINTS) endpoint.register(app, context);
  registerCheck(app, context);
  registerElectronFeed(app, context);
  registerDownload(app, context);
  registerHealth(app, context);
  return app;
}

/** An id that came with the request is kept, so that a caller finds its own in the log. */
function toTrackingId(given: string | string[] | undefined): string {
  return typeof given === "string" && TRACKING_ID.test(given) ? given : `SLUICE_${randomUUID()}`;
}
