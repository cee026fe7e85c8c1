import { Counter, Gauge, Registry } from "prom-client";
import { countCheckIns, countChecks } from "../serving/check-metrics.ts";
import { type Connections, countCutOff } from "../serving/connections.ts";
import { timeFastChecks } from "../serving/latency-metrics.ts";
import { observeProcess } from "../serving/process-metrics.ts";
import { SharedAnswer } from "../serving/shared-answer.ts";
import { formatWithOthers, type Seat } from "../serving/worker-metrics.ts";
import type { UpdatesContext } from "../updates/updates-context.ts";
import type { Following } from "./following.ts";
import type { OriginClock } from "./origin-clock.ts";
import type { WorldKeeper } from "./world-keeper.ts";

/** What the metrics of an edge are read from. */
export interface MeasuredEdge {
  readonly context: UpdatesContext;
  readonly following: Following;
  readonly clock: OriginClock;
  /** What keeps the world, or null if nothing does. */
  readonly keeper: Pick<WorldKeeper, "isFailing"> | null;
  readonly connections: Connections;
}

/** Each gauge without `sluice_`, with its help and how it is read; the names are those of a server. */
const GAUGES: Readonly<Record<string, readonly [help: string, read: (edge: MeasuredEdge) => number]>> = {
  answered_sequence: ["The last entry that checks are answered by", ({ context }) => context.fleet.sequence],
  behind_seconds: [
    "For how long no server said that this edge has every entry; 0: one does",
    ({ following }) => following.origin.secondsBehind,
  ],
  clock_offset_seconds: [
    "How far the clock of this edge is ahead of that of the servers, when last compared",
    ({ clock }) => clock.aheadSeconds,
  ],
  keep_failing: [
    "1 while the last attempt to keep what the next start begins from has failed, else 0",
    ({ keeper }) => Number(keeper?.isFailing ?? false),
  ],
  organizations: ["Organizations in memory", ({ context }) => context.fleet.organizationCount],
  places: ["Different ways to be governed", ({ context }) => context.fleet.standingClassCount],
};

/** Metrics in the format of Prometheus. */
export interface MetricsText {
  readonly type: string;
  readonly text: string;
}

/** How long all who ask share one rendering, in milliseconds. */
const SHARED_MS = 1_000;

/** Renders the metrics of an edge, and of those on the same port; `seat`: as one of several. */
export function edgeMetrics(edge: MeasuredEdge, seat: Seat | null): SharedAnswer<MetricsText> {
  const registry = registerMetrics(edge);
  if (seat) {
    registry.setDefaultLabels({ worker: String(seat.number) });
    seat.offer(() => registry.getMetricsAsJSON());
  }
  return new SharedAnswer(SHARED_MS, async () => {
    const text = seat ? await formatWithOthers(registry, seat) : await registry.metrics();
    return { type: registry.contentType, text };
  });
}

function registerMetrics(edge: MeasuredEdge): Registry {
  const registry = new Registry();
  countChecks(registry, edge.context);
  countCheckIns(registry, edge.context);
  timeFastChecks(registry, edge.context.fastCheckLatencies);
  countCutOff(registry, edge.connections);
  observeProcess(registry);
  for (const [name, [help, read]] of Object.entries(GAUGES)) {
    new Gauge({
      name: `sluice_${name}`,
      help,
      registers: [registry],
      collect() {
        this.set(read(edge));
      },
    });
  }
  new Counter({
    name: "sluice_ledger_divergences_total",
    help: "How often the ledger of the servers no longer had the last entry that this edge knew",
    registers: [registry],
    collect() {
      this.reset();
      this.inc(edge.following.follower.divergences);
    },
  });
  return registry;
}
