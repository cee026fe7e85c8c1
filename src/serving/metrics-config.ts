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
export const RULES_OF_METRICS = [
  {
    name: "METRICS_PORT",
    isRight: (value: string) => /^\d{1,5}$/.test(value) && Number(value) <= 65_535,
    allowed: "a whole number from 0 (any free port) to 65535",
  },
  {
    name: "METRICS_TOKEN",
    isRight: (value: string) => /^[\x21-\x7e]{16,}$/.test(value),
    allowed: "at least 16 visible ASCII characters",
    isSecret: true,
  },
] as const;

/** Reads where metrics are answered: `METRICS_PORT`, `METRICS_HOST` and `METRICS_TOKEN`. */
export function readMetrics(given: Readonly<Record<string, string | undefined>>): MetricsConfig {
  const { METRICS_PORT: port, METRICS_HOST: host, METRICS_TOKEN: token } = given;
  return {
    port: port === undefined ? null : Number(port),
    host: host ?? "127.0.0.1",
    token: token ?? null,
  };
}
