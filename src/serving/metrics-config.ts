import type { Environment, Rule } from "./configuration.ts";
import { portRule } from "./serving-config.ts";

/** Where metrics are answered, and to whom. */
export interface MetricsConfig {
  /** The port of a listener for metrics alone, or null if the port of the server answers them. */
  readonly port: number | null;
  /** The address of that listener. */
  readonly host: string;
  /** The bearer token that a scraper must send, or null if none is needed. */
  readonly token: string | null;
}

/** The allowed values of each variable of the metrics. */
export const RULES_OF_METRICS: readonly Rule[] = [
  portRule("METRICS_PORT"),
  {
    name: "METRICS_TOKEN",
    isRight: (value) => /^[\x21-\x7e]{16,}$/.test(value),
    allowed: "at least 16 visible ASCII characters",
    isSecret: true,
  },
];

/** Reads where metrics are answered: `METRICS_PORT`, `METRICS_HOST` and `METRICS_TOKEN`. */
export function readMetrics(given: Environment): MetricsConfig {
  const { METRICS_PORT: port, METRICS_HOST: host, METRICS_TOKEN: token } = given;
  return {
    port: port === undefined ? null : Number(port),
    host: host ?? "127.0.0.1",
    token: token ?? null,
  };
}
