import type { ProcessMetrics } from "./worker-metrics.ts";

/** What a worker tells the process that started it; `Failure` is why it cannot answer. */
export type FromWorker<Failure> =
  /** It answers there. */
  | { readonly kind: "ready"; readonly url: string }
  | { readonly kind: "refused"; readonly failure: Failure }
  /** It was asked for the metrics of all. */
  | { readonly kind: "want_metrics"; readonly question: number }
  /** Its own, which were asked for. */
  | { readonly kind: "metrics"; readonly question: number; readonly metrics: ProcessMetrics };

/** A message to a worker. */
export type ToWorker =
  | { readonly kind: "stop" }
  /** Somebody wants its metrics. */
  | { readonly kind: "want_metrics"; readonly question: number }
  /** Those of the others, which it wanted. */
  | { readonly kind: "metrics"; readonly question: number; readonly metrics: readonly ProcessMetrics[] };

/** Tells a worker its number, and the first of them that it greets. */
export const NUMBER_VARIABLE = "SLUICE_WORKER_NUMBER";
export const GREETS_VARIABLE = "SLUICE_WORKER_GREETS";

/** Tells the process that started this one something; nothing happens if none did, or it has just gone. */
export function tellParent<Failure>(message: FromWorker<Failure>): void {
  process.send?.(message);
}

/** Calls a function for each message of the process that started this one. */
export function hearParent(listener: (message: ToWorker) => unknown): void {
  process.on("message", (message) => listener(message as ToWorker));
}
