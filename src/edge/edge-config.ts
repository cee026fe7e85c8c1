import { err, ok, type Result, refuse } from "../result.ts";
import {
  type ConfigRefusal,
  checkRules,
  type Environment,
  type Rule,
  readGiven,
} from "../serving/configuration.ts";
import { RULES_OF_METRICS, readMetrics } from "../serving/metrics-config.ts";
import {
  checkReachable,
  portRule,
  readServing,
  SERVING_RULES,
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
  const right = checkRules(given.value, RULES);
  if (!right.ok) return right;
  const { SLUICE_ORIGIN_URL: origins, [EDGE_KEY.name]: edgeKey } = given.value;
  if (origins === undefined)
    return missing("SLUICE_ORIGIN_URL", "the address of a server, or of several separated by commas");
  if (edgeKey === undefined)
    return missing(EDGE_KEY.name, `the key that the servers have, of ${EDGE_KEY.allowed}`);
  const config = toConfig(given.value, origins.split(",").map(withoutSlash), edgeKey);
  const reachable = checkReachable("EDGE_HOST", config.host, config.publicUrl);
  return reachable.ok ? ok(config) : reachable;
}

function toConfig(given: Environment, origins: readonly string[], edgeKey: string): EdgeConfig {
  const { EDGE_READY_LAG_SECONDS: mostLag } = given;
  return {
    ...readServing(given),
    port: Number(given.EDGE_PORT ?? "8090"),
    host: given.EDGE_HOST ?? "127.0.0.1",
    edgeKey,
    origins,
    keepDirectory: given.EDGE_KEEP ?? null,
    filesUrl: withoutSlash(given.SLUICE_FILES_URL ?? origins[0] ?? ""),
    mostLagSeconds: mostLag === undefined ? null : Number(mostLag),
    metricsToken: readMetrics(given).token,
  };
}

const ADDRESS = /^https?:\/\/[^\s?#,]+$/;

/** The allowed values of each variable that cannot hold just any text. */
const RULES: readonly Rule[] = [
  portRule("EDGE_PORT"),
  {
    name: "SLUICE_ORIGIN_URL",
    isRight: (value) => value.split(",").every((one) => ADDRESS.test(one)),
    allowed: "URLs that begin with http:// or https://, separated by commas without spaces",
  },
  {
    name: "SLUICE_FILES_URL",
    isRight: (value) => ADDRESS.test(value),
    allowed: "a URL that begins with http:// or https://",
  },
  {
    name: "EDGE_READY_LAG_SECONDS",
    isRight: (value) => /^[1-9]\d{0,6}$/.test(value),
    allowed: "a whole number of seconds from 1 to 9999999",
  },
  EDGE_KEY,
  ...SERVING_RULES,
  ...RULES_OF_METRICS,
];

function missing(name: string, what: string): Result<never, ConfigRefusal> {
  return err(refuse("configuration_invalid", `${name} is not set; set it to ${what}`));
}
