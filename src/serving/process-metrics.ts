import { collectDefaultMetrics, Registry } from "prom-client";

let ofProcess: Registry | null = null;

/** Puts what is known of the process into a registry. It is observed once, from the start of its first server on. */
export function observeProcess(registry: Registry): void {
  if (!ofProcess) {
    ofProcess = new Registry();
    collectDefaultMetrics({ register: ofProcess });
  }
  for (const metric of ofProcess.getMetricsAsArray()) registry.registerMetric(metric as never);
}
