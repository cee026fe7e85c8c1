import { AggregatorRegistry, type Registry } from "prom-client";

/** The metrics of one process, as they travel from it to another. */
export type ProcessMetrics = Awaited<ReturnType<Registry["getMetricsAsJSON"]>>;

/** The place of one process among those that answer on one port. */
export interface Seat {
  /** From 1 on; a process that replaces one that ended has the same number. */
  readonly number: number;
  /** Says how the metrics of this process are read when another one is asked for them. */
  offer(read: () => Promise<ProcessMetrics>): void;
  /** Reads the metrics of the other processes; one that does not answer in time is left out. */
  askOthers(): Promise<readonly ProcessMetrics[]>;
}

/** The metrics of all processes, for whichever was asked. Each series has its worker's number, so that none is a sum. */
export async function formatWithOthers(registry: Registry, seat: Seat): Promise<string> {
  const [own, others] = await Promise.all([registry.getMetricsAsJSON(), seat.askOthers()]);
  return AggregatorRegistry.aggregate([own, ...others]).metrics();
}
