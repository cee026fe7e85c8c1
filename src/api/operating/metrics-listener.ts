import Fastify, { type FastifyInstance } from "fastify";
import { sendNoSuchPath, sendThrown } from "../problem.ts";
import { answerClientFault } from "../server/client-faults.ts";
import type { Limits } from "../server/limits.ts";
import type { ServerContext } from "../server-context.ts";
import { metricsGate } from "./metrics-access.ts";

/**
 * A server of its own for metrics, not listening yet, which answers nothing but `GET /metrics`: what the network keeps
 * to the operator's scraper.
 */
export function createMetricsApp(
  app: FastifyInstance,
  { config }: ServerContext,
  limits: Limits,
): FastifyInstance {
  const own: FastifyInstance = Fastify({
    requestTimeout: limits.bodyMs,
    http: { maxHeaderSize: limits.headerBytes, headersTimeout: limits.headersMs },
    clientErrorHandler: answerClientFault,
    frameworkErrors: sendThrown,
  });
  own.setErrorHandler(sendThrown);
  own.setNotFoundHandler(sendNoSuchPath);
  own.get("/metrics", { onRequest: metricsGate(config.metrics, "own_port") }, async (_request, reply) => {
    const { type, text } = await app.readMetrics();
    return reply.type(type).send(text);
  });
  return own;
}
