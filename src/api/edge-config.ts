import { err, ok, type Refusal, type Result, refuse } from "../result.ts";
import type { Environment } from "../serving/configuration.ts";
import { EDGE_KEY } from "../updates/edge-protocol.ts";

/** Other secrets of the configuration: what one opens, the edge key must not. */
const OTHER_SECRETS = ["SLUICE_VENDOR_TOKEN", "METRICS_TOKEN"] as const;

/** The key of edges, or null if none may ask. Refuses one that opens something else, too. */
export function readEdgeKey(given: Environment): Result<string | null, Refusal<"configuration_invalid">> {
  const { SLUICE_EDGE_KEY: key = null } = given;
  const same = OTHER_SECRETS.find((name) => key !== null && given[name] === key);
  if (!same) return ok(key);
  const message = `${EDGE_KEY.name} and ${same} are the same; give each a secret of its own`;
  return err(refuse("configuration_invalid", message));
}
