import type { Metric, Registry } from "prom-client";
import { LATENCY_BOUNDS, type Latencies } from "../updates/latencies.ts";

const NAME = "sluice_fast_check_duration_seconds";
const HELP =
  "Durations inside this process of the plain update checks and the feeds that are answered before any routing; what they wait for it is in nodejs_eventloop_lag_seconds";

/** Registers how long fast checks took. They are counted beforehand, because an observation would cost them too much. */
export function timeFastChecks(registry: Registry, latencies: Latencies): void {
  const get = async () => ({
    name: NAME,
    help: HELP,
    type: "histogram",
    aggregator: "sum",
    values: toValues(latencies),
  });
  // The package makes histograms only of its own observations, and reads no more than this of any metric.
  registry.registerMetric({ name: NAME, get } as unknown as Metric);
}

/** The buckets as Prometheus has them: each counts what the smaller ones have, too. */
function toValues({ counts, seconds }: Latencies) {
  let count = 0;
  const buckets = [...LATENCY_BOUNDS, "+Inf"].map((le, index) => {
    count += counts[index] ?? 0;
    return { metricName: `${NAME}_bucket`, labels: { le }, value: count };
  });
  const sum = { metricName: `${NAME}_sum`, labels: {}, value: seconds };
  return [...buckets, sum, { metricName: `${NAME}_count`, labels: {}, value: count }];
}
