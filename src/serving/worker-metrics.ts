import { AggregatorRegistry, type Registry } from "prom-client";

/** The metrics of one process, as they are sent to another. */
export type ProcessMetrics = Awaited<ReturnType<Registry["getMetricsAsJSON"]>>;

/** The seat of one process among the worker processes on one port. */
export interface Seat {
  /** Its number, from 1 on; a process that replaces one that ended has the same number. */
  readonly number: number;
  /** Sets the function that reads this process's metrics when another process is asked for them. */
  offer(read: () => Promise<ProcessMetrics>): void;
  /** Reads the metrics of the other processes; one that does not answer in time is left out. */
  askOthers(): Promise<readonly ProcessMetrics[]>;
}

/** The metrics of all processes, whichever of them was asked. Each series has its worker's number, so none is a sum. */
export async function formatWithOthers(registry: Registry, seat: Seat): Promise<string> {
  const [own, others] = await Promise.all([registry.getMetricsAsJSON(), seat.askOthers()]);
  return AggregatorRegistry.aggregate([own, ...others]).metrics();
}
