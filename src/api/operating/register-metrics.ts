import type { FastifyInstance } from "fastify";
import { Gauge, Histogram, Registry } from "prom-client";
import { countCheckIns, countChecks } from "../../serving/check-metrics.ts";
import { countCutOff } from "../../serving/connections.ts";
import { timeFastChecks } from "../../serving/latency-metrics.ts";
import type { Limits } from "../../serving/limits.ts";
import { observeProcess } from "../../serving/process-metrics.ts";
import { SharedAnswer } from "../../serving/shared-answer.ts";
import { formatWithOthers, type Seat } from "../../serving/worker-metrics.ts";
import { EDGE_PATHS } from "../../updates/edge-protocol.ts";
import type { UpdatesContext } from "../../updates/updates-context.ts";
import type { Context } from "../context.ts";
import { measureAdoptionFor } from "./adoption-metrics.ts";
import { measureDatabaseFor } from "./database-metrics.ts";
import { observeEdges } from "./edge-metrics.ts";
import { measureLedgerFor } from "./ledger-metrics.ts";
import { metricsGate } from "./metrics-access.ts";

/** The context of the metrics. */
export interface MetricsContext extends Context {
  readonly checks: UpdatesContext["checks"];
  readonly checkIns: UpdatesContext["checkIns"];
  readonly fastCheckLatencies: UpdatesContext["fastCheckLatencies"];
  /** This process's seat among the worker processes on one port, or undefined if it is alone. */
  readonly seat?: Seat;
}

/** Metrics in the format of Prometheus. */
interface MetricsText {
  readonly type: string;
  readonly text: string;
}

declare module "fastify" {
  interface FastifyInstance {
    /** The metrics of this server and its fellow workers, as they were at most a second ago. */
    readMetrics: () => Promise<MetricsText>;
  }
}

/**
 * `GET /metrics`, for Prometheus, unless a listener of its own answers it. What can be read on request is not counted
 * beforehand; all who ask within a second share one answer.
 */
export function registerMetrics(app: FastifyInstance, context: MetricsContext, limits: Limits): void {
  const render = collectMetrics(app, context, limits);
  app.decorate("readMetrics", render);
  const { metrics } = context.config;
  if (metrics.port !== null) return;
  app.get("/metrics", { onRequest: metricsGate(metrics, "shared_port") }, async (_request, reply) => {
    const { type, text } = await render();
    return reply.type(type).send(text);
  });
}

/** Begins to count; gives the function that renders what was counted. */
function collectMetrics(
  app: FastifyInstance,
  context: MetricsContext,
  { metricsMs }: Limits,
): () => Promise<MetricsText> {
  const registry = new Registry();
  const { seat } = context;
  if (seat) registry.setDefaultLabels({ worker: String(seat.number) });
  timeCalls(app, registry);
  countChecks(registry, context);
  countStreams(app, registry);
  countCutOff(registry, app.connections);
  countCheckIns(registry, context);
  observeEdges(app, registry, context);
  observeProcess(registry);
  timeFastChecks(registry, context.fastCheckLatencies);
  const measureLedger = measureLedgerFor(registry, context);
  const measureDatabase = measureDatabaseFor(registry, context);
  const measureAdoption = measureAdoptionFor(registry, context);
  const measure = () => Promise.all([measureLedger(), measureDatabase(), measureAdoption()]);
  const own = new SharedAnswer(metricsMs, async () => {
    await measure();
    return registry.getMetricsAsJSON();
  });
  seat?.offer(() => own.get(String(context.fleet.sequence)));
  const rendered = new SharedAnswer(metricsMs, async () => {
    await measure();
    const text = seat ? await formatWithOthers(registry, seat) : await registry.metrics();
    return { type: registry.contentType, text };
  });
  return () => rendered.get(String(context.fleet.sequence));
}

/** Calls whose duration is not that of their work: a stream ends with its connection, an edge waits for a change. */
const WAITING_ROUTES: ReadonlySet<string> = new Set(["/v1/events", EDGE_PATHS.entries]);

/** Times every call but the plain checks, by route, from the first byte to the last. */
function timeCalls(app: FastifyInstance, registry: Registry): void {
  const durations = new Histogram({
    name: "sluice_http_request_duration_seconds",
    help: "Durations of calls by route; what is answered before any routing is not among them",
    labelNames: ["method", "route", "status"],
    buckets: [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30],
    registers: [registry],
  });
  app.addHook("onResponse", async ({ method, routeOptions }, reply) => {
    const route = routeOptions.url ?? "none";
    if (WAITING_ROUTES.has(route)) return;
    durations.observe({ method, route, status: String(reply.statusCode) }, reply.elapsedTime / 1000);
  });
}

function countStreams(app: FastifyInstance, registry: Registry): void {
  new Gauge({
    name: "sluice_event_streams",
    help: "Open streams of events",
    registers: [registry],
    collect() {
      this.set(app.events.count);
    },
  });
}
