import type { AddressInfo } from "node:net";
import type { FastifyInstance } from "fastify";
import type { LocalRefusalCode } from "../refusal-code.ts";
import { err, ok, type Refusal, type Result, refuse } from "../result.ts";
import type { Limits } from "../serving/limits.ts";
import type { Config } from "./config.ts";
import { createMetricsApp } from "./operating/metrics-listener.ts";
import type { ServerContext } from "./server-context.ts";

/**
 * The most connections that wait to be accepted: when many clients come at once, as after an outage. The system may
 * allow fewer.
 */
const BACKLOG = 16_384;

/** Where a server listens, with the names of the variables that say so. */
interface ListenAddress extends Pick<Config, "host" | "port"> {
  readonly names: { readonly host: string; readonly port: string };
}

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
  const stopMetrics = async () => own?.close();
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
    const code = error instanceof Error && "code" in error ? String(error.code) : "";
    if (code === "EADDRINUSE") {
      return err(
        refuse(
          "port_in_use",
          `${names.port} ${port} is in use on ${host}; stop the program that uses it, or set another ${names.port}`,
        ),
      );
    }
    if (/^(EADDRNOTAVAIL|ENOTFOUND|EAI_\w+|EACCES|EINVAL)$/.test(code)) {
      return err(
        refuse(
          "address_not_available",
          `cannot listen on ${host}:${port} (${code}); set ${names.host} and ${names.port} to an address of this machine`,
        ),
      );
    }
    throw error;
  }
  const { port: bound } = app.server.address() as AddressInfo;
  return ok(`http://${host.includes(":") ? `[${host}]` : host}:${bound}`);
}
