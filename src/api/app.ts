import cookie from "@fastify/cookie";
import Fastify, { type FastifyBaseLogger, type FastifyInstance, LogController } from "fastify";
import { serializerCompiler, validatorCompiler } from "fastify-type-provider-zod";
import { FEEDS } from "../feeds/feeds.ts";
import { answerClientFault } from "../serving/client-faults.ts";
import { Connections } from "../serving/connections.ts";
import { LIMITS, type Limits } from "../serving/limits.ts";
import { basePathOf } from "../serving/public-address.ts";
import type { Stopping } from "../serving/stop-server.ts";
import { toTrackingId } from "../updates/tracking-id.ts";
import { registerDocument } from "./document/register-document.ts";
import { registerEdges } from "./edges/register-edges.ts";
import { ENDPOINTS } from "./endpoints.ts";
import { EventHub } from "./events/event-hub.ts";
import { registerForecastCalendar } from "./forecast/register-forecast-calendar.ts";
import { makeServer } from "./http-server.ts";
import { registerHub } from "./hub/register-hub.ts";
import { registerInvitations } from "./invitations/register-invitations.ts";
import { registerConfiguration } from "./operating/register-configuration.ts";
import { registerHealth } from "./operating/register-health.ts";
import { registerMetrics } from "./operating/register-metrics.ts";
import { sendThrown } from "./problem.ts";
import { registerDownload } from "./releases/download-build.ts";
import { registerManifest } from "./releases/register-manifest.ts";
import { prepareRateLimit } from "./server/rate-limit.ts";
import { logRequests } from "./server/request-log.ts";
import { traceRequests } from "./server/request-spans.ts";
import { protectAnswers, protection } from "./server/security-headers.ts";
import { cutOffSlowBodies } from "./server/slow-bodies.ts";
import { announceStopping } from "./server/stopping.ts";
import type { ServerContext } from "./server-context.ts";
import { registerOidc } from "./sessions/register-oidc.ts";
import { registerPasskeySignIn } from "./sign-in/passkey-sign-in.ts";
import { registerSignIn } from "./sign-in/sign-in.ts";
import { registerSigningKeys } from "./signing/register-signing-keys.ts";
import { registerInstallations } from "./updates/register-installations.ts";
import { registerRepositoryKey } from "./updates/register-repository-key.ts";
import { registerUpdaterKeys } from "./updates/register-updater-keys.ts";

/** The HTTP server over a context, not listening yet. Ordinary update checks and repeated feeds never reach Fastify. */
export async function createApp(context: ServerContext, limits: Limits = LIMITS): Promise<FastifyInstance> {
  const stopping: Stopping = { isStopping: false };
  const connections = new Connections(limits);
  const protect = protection(context.config);
  const app: FastifyInstance = Fastify({
    bodyLimit: limits.bodyBytes,
    loggerInstance: context.log as FastifyBaseLogger,
    logController: new LogController({ disableRequestLogging: true, requestIdLogLabel: "trackingId" }),
    trustProxy: [...context.config.trustedProxies],
    requestIdHeader: false,
    genReqId: ({ headers }) => toTrackingId(headers),
    routerOptions: { maxParamLength: 400 },
    frameworkErrors: (error, request, reply) => void sendThrown(error, request, protect(reply)),
    clientErrorHandler: answerClientFault,
    return503OnClosing: false,
    serverFactory: (handle) => makeServer(context, { limits, stopping, connections }, handle),
  });
  announceStopping(app, { stopping, connections });
  cutOffSlowBodies(app, limits);
  if (context.config.tracing) traceRequests(app);
  logRequests(app);
  app.setValidatorCompiler(validatorCompiler);
  app.setSerializerCompiler(serializerCompiler);
  app.setErrorHandler(sendThrown);
  readOnlyJson(app);
  for (const name of ["actor", "session", "sponsorIds"]) app.decorateRequest(name, null);
  app.addHook("onSend", async (request, reply) => void reply.header("TrackingID", request.id));
  protectAnswers(app, protect);
  await app.register(cookie);
  await prepareRateLimit(app, context);
  openEvents(app, context, limits);
  await registerEdges(app, context, limits.edges);
  registerMetrics(app, context, limits);
  for (const endpoint of ENDPOINTS) endpoint.register(app, context);
  registerConfiguration(app, context, context.page);
  registerWaysIn(app, context);
  registerForecastCalendar(app, context);
  registerForInstallations(app, context);
  registerHealth(app, context);
  await registerDocument(app, context);
  await registerHub(app, basePathOf(context.config), context.page);
  return app;
}

/** Registers the calls with which people sign in, which have no token yet. */
function registerWaysIn(app: FastifyInstance, context: ServerContext): void {
  registerSignIn(app, context);
  registerPasskeySignIn(app, context);
  registerInvitations(app, context);
  if (context.identityProvider) registerOidc(app, context, context.identityProvider);
}

/** Registers the calls of installations, which have no token. */
function registerForInstallations(app: FastifyInstance, context: ServerContext): void {
  registerInstallations(app, context, FEEDS);
  registerRepositoryKey(app, context);
  registerDownload(app, context);
  registerManifest(app, context);
  registerSigningKeys(app, context);
  registerUpdaterKeys(app, context);
}

/** Opens the streams of events, and ends them as soon as the server begins to stop. */
function openEvents(app: FastifyInstance, context: ServerContext, limits: Limits): void {
  const events = new EventHub(context, limits);
  app.decorate("events", events);
  app.addHook("preClose", async () => events.close());
}

/**
 * Accepts JSON bodies only. An empty body counts as none, also with a JSON content type, which scripts send with every
 * call.
 */
function readOnlyJson(app: FastifyInstance): void {
  const readJson = app.getDefaultJsonParser("error", "error");
  app.removeAllContentTypeParsers();
  app.addContentTypeParser("application/json", { parseAs: "string" }, (request, body, done) => {
    if (body === "") done(null, undefined);
    else readJson(request, body.toString(), done);
  });
}
