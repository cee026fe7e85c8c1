import Fastify, { type FastifyInstance } from "fastify";
import { answerClientFault } from "../../serving/client-faults.ts";
import type { Limits } from "../../serving/limits.ts";
import type { Context } from "../context.ts";
import { sendNoSuchPath, sendThrown } from "../problem.ts";
import { metricsGate } from "./metrics-access.ts";

/**
 * A server of its own for metrics, not listening yet, which answers nothing but `GET /metrics`: what the network keeps
 * to the operator's scraper.
 */
export function createMetricsApp(
  app: FastifyInstance,
  { config }: Pick<Context, "config">,
  limits: Limits,
): FastifyInstance {
  const own: FastifyInstance = Fastify({
    requestTimeout: limits.bodyMs,
    http: { maxHeaderSize: limits.headerBytes, headersTimeout: limits.headersMs },
    clientErrorHandler: answerClientFault,
    frameworkErrors: sendThrown,
  });
  app.connections.watch(own.server);
  own.setErrorHandler(sendThrown);
  own.setNotFoundHandler(sendNoSuchPath);
  own.get("/metrics", { onRequest: metricsGate(config.metrics, "own_port") }, async (_request, reply) => {
    const { type, text } = await app.readMetrics();
    return reply.type(type).send(text);
  });
  return own;
}
