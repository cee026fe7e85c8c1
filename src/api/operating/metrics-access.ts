import type { FastifyReply, FastifyRequest } from "fastify";
import { metricsAccess, TOKEN_NEEDED } from "../../serving/metrics-access.ts";
import type { MetricsConfig } from "../../serving/metrics-config.ts";
import { sendNoSuchPath, sendRefusal } from "../problem.ts";

type Gate = (request: FastifyRequest, reply: FastifyReply) => Promise<unknown>;

/** Makes the check of who may read the metrics. */
export function metricsGate(config: MetricsConfig, on: "shared_port" | "own_port"): Gate {
  return async (request, reply) => {
    const { headers, raw } = request;
    const access = metricsAccess(config, on, { headers, address: raw.socket.remoteAddress });
    if (access === "token_needed") return sendRefusal(reply, TOKEN_NEEDED);
    return access === "hidden" ? sendNoSuchPath(request, reply) : undefined;
  };
}
