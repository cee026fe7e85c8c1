import type { FastifyInstance } from "fastify";
import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from "prom-client";
import { CHECK_IN_FATES } from "../../fleet/check-ins.ts";
import { ledgerHead } from "../../store/ledger/ledger-table.ts";
import { REQUEST_ROUTES } from "../../updates/check-counts.ts";
import type { UpdatesContext } from "../../updates/updates-context.ts";
import type { Context } from "../context.ts";
import { formatWithOthers, type Seat } from "./worker-metrics.ts";

/** The context of the metrics. */
export interface MetricsContext extends Context {
  readonly checks: UpdatesContext["checks"];
  readonly checkIns: UpdatesContext["checkIns"];
  /** This process's seat among the worker processes on one port, or undefined if it is alone. */
  readonly seat?: Seat;
}

/** `GET /metrics`, for Prometheus. What can be read on request is not counted beforehand. */
export function registerMetrics(app: FastifyInstance, context: MetricsContext): void {
  const registry = new Registry();
  const { seat } = context;
  if (seat) registry.setDefaultLabels({ worker: String(seat.number) });
  timeCalls(app, registry);
  countChecks(registry, context);
  countStreams(app, registry);
  countCheckIns(registry, context);
  countDivergences(registry, context);
  const measureLedger = ledgerGauges(registry, context);
  let isFirst = true;
  const measure = async () => {
    // The process is observed from the first request for metrics on.
    if (isFirst) collectDefaultMetrics({ register: registry });
    isFirst = false;
    await measureLedger();
  };
  seat?.offer(async () => {
    await measure();
    return registry.getMetricsAsJSON();
  });
  app.get("/metrics", async (_request, reply) => {
    await measure();
    const text = seat ? await formatWithOthers(registry, seat) : await registry.metrics();
    return reply.type(registry.contentType).send(text);
  });
}

/** Times every call but the plain checks, by route, from the first byte to the last. */
function timeCalls(app: FastifyInstance, registry: Registry): void {
  const durations = new Histogram({
    name: "sluice_http_request_duration_seconds",
    help: "Durations of calls by route; plain update checks are not among them",
    labelNames: ["method", "route", "status"],
    buckets: [0.001, 0.005, 0.01, 0.05, 0.1, 0.5, 1, 5, 30],
    registers: [registry],
  });
  app.addHook("onResponse", async ({ method, routeOptions }, reply) => {
    const route = routeOptions.url ?? "none";
    // The duration of a stream is that of its connection.
    if (route === "/v1/events") return;
    durations.observe({ method, route, status: String(reply.statusCode) }, reply.elapsedTime / 1000);
  });
}

function countChecks(registry: Registry, { checks }: MetricsContext): void {
  new Counter({
    name: "sluice_update_checks_total",
    help: "Update checks answered, by way and by action",
    labelNames: ["way", "action"],
    registers: [registry],
    collect() {
      this.reset();
      for (const way of REQUEST_ROUTES) {
        for (const action of ["update", "stay"] as const) this.inc({ way, action }, checks[way][action]);
      }
    },
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

function countCheckIns(registry: Registry, { checkIns, now }: MetricsContext): void {
  new Counter({
    name: "sluice_check_ins_total",
    help: "Check-ins of installations: written; dropped, because too many waited; of unknown organizations; unfit to be stored; surplus: of new installations of an organization with too many",
    labelNames: ["fate"],
    registers: [registry],
    collect() {
      this.reset();
      for (const fate of CHECK_IN_FATES) this.inc({ fate }, checkIns[fate]);
    },
  });
  new Gauge({
    name: "sluice_check_ins_oldest_seconds",
    help: "For how long the oldest check-in waits to be written; 0: none waits",
    registers: [registry],
    collect() {
      const { oldestSince } = checkIns;
      this.set(oldestSince === null ? 0 : Math.max(0, now() - oldestSince) / 1000);
    },
  });
  new Gauge({
    name: "sluice_check_ins_waiting",
    help: "Check-ins that are not written yet",
    registers: [registry],
    collect() {
      this.set(checkIns.size);
    },
  });
}

function countDivergences(registry: Registry, { follower }: MetricsContext): void {
  new Counter({
    name: "sluice_ledger_divergences_total",
    help: "How often the ledger no longer had the last entry that this server knew: the database went back in time",
    registers: [registry],
    collect() {
      this.reset();
      this.inc(follower.divergences);
    },
  });
}

/** Registers the gauges, and gives the function that updates them. */
function ledgerGauges(
  registry: Registry,
  { fleet, follower, store, clock }: MetricsContext,
): () => Promise<void> {
  const gauge = (name: string, help: string) =>
    new Gauge({ name: `sluice_${name}`, help, registers: [registry] });
  const up = gauge("database_up", "1: the database answers; 0: it does not");
  const ledger = gauge("ledger_sequence", "The last entry of the ledger, as far as it is known");
  const answered = gauge("answered_sequence", "The last entry that checks are answered by");
  const behind = gauge(
    "behind_entries",
    "How many entries the answers are behind the ledger; below 0: the ledger lost entries",
  );
  const seconds = gauge(
    "behind_seconds",
    "For how long no look at the ledger found everything; 0: the last did",
  );
  const offset = gauge(
    "clock_offset_seconds",
    "How far the clock of this server is ahead of that of the database, when last compared",
  );
  const future = gauge(
    "ledger_ahead_seconds",
    "How far the last entry is ahead of the clock; over 0: later changes get the same instant until the clock is there",
  );
  const organizations = gauge("organizations", "Organizations in memory");
  const places = gauge("places", "Different ways to be governed");
  return async () => {
    const { sequence } = fleet;
    const head = await ledgerHead(store.database).catch(() => null);
    const last = head?.sequence ?? sequence;
    up.set(head ? 1 : 0);
    ledger.set(last);
    answered.set(sequence);
    behind.set(last - sequence);
    seconds.set(follower.secondsBehind);
    offset.set(clock.aheadSeconds);
    if (head) future.set(Math.max((head.at - clock.now()) / 1000, 0));
    organizations.set(fleet.organizationCount);
    places.set(fleet.standingClassCount);
  };
}
