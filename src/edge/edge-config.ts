import { err, ok, type Result, refuse } from "../result.ts";
import {
  type ConfigRefusal,
  checkSettings,
  type Environment,
  readGiven,
  type Setting,
  type SettingValues,
  valuesOf,
} from "../serving/configuration.ts";
import { METRICS_TOKEN } from "../serving/metrics-config.ts";
import {
  checkReachable,
  portSetting,
  readServing,
  SERVING_SETTINGS,
  type ServingConfig,
  withoutSlash,
} from "../serving/serving-config.ts";
import { EDGE_KEY } from "../updates/edge-protocol.ts";

/** The configuration of an edge, read in one place. */
export interface EdgeConfig extends ServingConfig {
  readonly port: number;
  readonly host: string;
  readonly edgeKey: string;
  /** The addresses of the servers behind it, without a slash at the end; the first is asked first. */
  readonly origins: readonly string[];
  /** The folder for the last world and keys, or null if nothing is kept. */
  readonly keepDirectory: string | null;
  /** The address under which the files of builds lie, without a slash at the end. */
  readonly filesUrl: string;
  /** The lag in seconds from which `/readyz` says that the edge is not ready, or null if none does. */
  readonly mostLagSeconds: number | null;
  /** The bearer token that a scraper of the metrics must send, or null if only programs on this machine may read them. */
  readonly metricsToken: string | null;
}

/**
 * Reads the configuration of an edge from environment variables and the file that `SLUICE_CONFIG` names, as a server reads
 * its own. Refuses with the name, the value and what is allowed.
 */
export function readEdgeConfig(environment: Environment): Result<EdgeConfig, ConfigRefusal> {
  const given = readGiven(environment);
  if (!given.ok) return given;
  const right = checkSettings(given.value, EDGE_SETTINGS);
  if (!right.ok) return right;
  const values = valuesOf(given.value, EDGE_SETTINGS);
  const { SLUICE_ORIGIN_URL: origins, SLUICE_EDGE_KEY: edgeKey } = values;
  if (origins === undefined)
    return missing("SLUICE_ORIGIN_URL", "the address of a server, or of several separated by commas");
  if (edgeKey === undefined)
    return missing(EDGE_KEY.name, `the key that the servers have, of ${EDGE_KEY.allowed}`);
  const config = toConfig(values, origins.split(",").map(withoutSlash), edgeKey);
  const reachable = checkReachable("EDGE_HOST", config.host, config.publicUrl);
  return reachable.ok ? ok(config) : reachable;
}

function toConfig(
  given: SettingValues<typeof EDGE_SETTINGS>,
  origins: readonly string[],
  edgeKey: string,
): EdgeConfig {
  const { EDGE_READY_LAG_SECONDS: mostLag } = given;
  return {
    ...readServing(given),
    port: Number(given.EDGE_PORT),
    host: given.EDGE_HOST,
    edgeKey,
    origins,
    keepDirectory: given.EDGE_KEEP ?? null,
    filesUrl: withoutSlash(given.SLUICE_FILES_URL ?? origins[0] ?? ""),
    mostLagSeconds: mostLag === undefined ? null : Number(mostLag),
    metricsToken: given.METRICS_TOKEN ?? null,
  };
}

const ADDRESS = /^https?:\/\/[^\s?#,]+$/;

/** The settings of an edge. */
export const EDGE_SETTINGS = [
  {
    name: "SLUICE_ORIGIN_URL",
    usual: null,
    isRight: (value: string) => value.split(",").every((one) => ADDRESS.test(one)),
    allowed: "URLs that begin with http:// or https://, separated by commas without spaces",
  },
  EDGE_KEY,
  portSetting("EDGE_PORT", "8090"),
  { name: "EDGE_HOST", usual: "127.0.0.1" },
  { name: "EDGE_KEEP", usual: null },
  {
    name: "SLUICE_FILES_URL",
    usual: null,
    isRight: (value: string) => ADDRESS.test(value),
    allowed: "a URL that begins with http:// or https://",
  },
  {
    name: "EDGE_READY_LAG_SECONDS",
    usual: null,
    isRight: (value: string) => /^[1-9]\d{0,6}$/.test(value),
    allowed: "a whole number of seconds from 1 to 9999999",
  },
  ...SERVING_SETTINGS,
  METRICS_TOKEN,
] as const satisfies readonly Setting[];

function missing(name: string, what: string): Result<never, ConfigRefusal> {
  return err(refuse("configuration_invalid", `${name} is not set; set it to ${what}`));
}
