import type { AddressInfo } from "node:net";
import type { FastifyInstance } from "fastify";
import type { LocalRefusalCode } from "../refusal-code.ts";
import { err, ok, type Refusal, type Result } from "../result.ts";
import type { Limits } from "../serving/limits.ts";
import { BACKLOG, type ListenAddress, refuseAddress, urlOf } from "../serving/listen-address.ts";
import { stopServer } from "../serving/stop-server.ts";
import { createMetricsApp } from "./operating/metrics-listener.ts";
import type { ServerContext } from "./server-context.ts";

/** Where a server answers. */
export interface ListenAddresses {
  readonly url: string;
  /** Where the listener for metrics alone answers, or null if there is none. */
  readonly metricsUrl: string | null;
}

/** The open listeners of a server. */
interface Listeners extends ListenAddresses {
  readonly stopMetrics: () => Promise<void>;
}

/** Listens for everybody, and for the scraper of metrics where it has a port of its own; both or none. */
export async function listenAll(
  app: FastifyInstance,
  context: ServerContext,
  limits: Limits,
): Promise<Result<Listeners, Refusal<LocalRefusalCode>>> {
  const { host, port, metrics } = context.config;
  const own = metrics.port === null ? null : createMetricsApp(app, context, limits);
  const stopMetrics = async () => {
    if (own === null) return;
    const parts = { server: own.server, connections: app.connections, close: () => own.close() };
    await stopServer(parts, { drainMs: 0, stopMs: limits.stopMs });
  };
  const names = { host: "METRICS_HOST", port: "METRICS_PORT" };
  const scraped = own ? await listen(own, { host: metrics.host, port: metrics.port ?? 0, names }) : ok(null);
  if (!scraped.ok) return scraped;
  const listening = await listen(app, { host, port, names: { host: "HOST", port: "PORT" } });
  if (!listening.ok) {
    await stopMetrics();
    return listening;
  }
  return ok({ url: listening.value, metricsUrl: scraped.value, stopMetrics });
}

async function listen(
  app: FastifyInstance,
  { host, port, names }: ListenAddress,
): Promise<Result<string, Refusal<LocalRefusalCode>>> {
  try {
    await app.listen({ host, port, backlog: BACKLOG });
  } catch (error) {
    const refusal = refuseAddress(error, { host, port, names });
    if (refusal) return err(refusal);
    throw error;
  }
  const { port: bound } = app.server.address() as AddressInfo;
  return ok(urlOf(host, bound));
}
