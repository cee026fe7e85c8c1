import type { Setting, SettingValues } from "./configuration.ts";
import { portSetting } from "./serving-config.ts";

/** Where metrics are answered, and to whom. */
export interface MetricsConfig {
  /** The port of a listener for metrics alone, or null if the port of the server answers them. */
  readonly port: number | null;
  /** The address of that listener. */
  readonly host: string;
  /** The bearer token that a scraper must send, or null if none is needed. */
  readonly token: string | null;
}

/** The bearer token of a scraper. */
export const METRICS_TOKEN = {
  name: "METRICS_TOKEN",
  usual: null,
  isRight: (value: string) => /^[\x21-\x7e]{16,}$/.test(value),
  allowed: "at least 16 visible ASCII characters",
  isSecret: true,
} as const satisfies Setting;

/** The settings of the metrics of a server. */
export const METRICS_SETTINGS = [
  portSetting("METRICS_PORT", null),
  { name: "METRICS_HOST", usual: "127.0.0.1" },
  METRICS_TOKEN,
] as const satisfies readonly Setting[];

/** Reads where metrics are answered. */
export function readMetrics(given: SettingValues<typeof METRICS_SETTINGS>): MetricsConfig {
  const { METRICS_PORT: port, METRICS_HOST: host, METRICS_TOKEN: token } = given;
  return {
    port: port === undefined ? null : Number(port),
    host,
    token: token ?? null,
  };
}
