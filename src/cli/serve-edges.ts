import cluster from "node:cluster";
import { randomBytes } from "node:crypto";
import { extname } from "node:path";
import { fileURLToPath } from "node:url";
import type { Config } from "../api/config.ts";
import type { Environment } from "../serving/configuration.ts";
import type { Terminal } from "./terminal.ts";
import { WorkerCrew } from "./worker-crew.ts";
import type { WorkerKind } from "./worker-process.ts";

/** The module of an edge, which loads nothing of a server. */
const EDGE = fileURLToPath(new URL(`../edge/main${extname(import.meta.url)}`, import.meta.url));

/** The server that edges of this machine follow. */
export interface FollowedServer {
  readonly config: Pick<Config, "host" | "publicUrl">;
  readonly url: string;
  readonly edgeKey: string;
}

/** The edge key of a configuration, or a new one for the edges that this process starts. */
export function edgeKeyFor({ edgeKey }: Pick<Config, "edgeKey">): string {
  return edgeKey ?? randomBytes(32).toString("base64url");
}

/** So many edges that follow a server of this machine, and what they are told; none is started yet. */
export function edgesOf(terminal: Terminal, count: number, server: FollowedServer): WorkerCrew {
  // The system gives a connection to whichever process takes it: none waits in a process that is on its way out.
  cluster.schedulingPolicy = cluster.SCHED_NONE;
  const kind: WorkerKind = {
    word: "edge",
    program: { exec: EDGE, args: [] },
    variables: variablesFor(terminal.env, server),
  };
  return new WorkerCrew(kind, count, (line) => terminal.err(`sluice: ${line}\n`));
}

/** What is set in the environment stays as it is, but for the key: the server has the same. */
function variablesFor(env: Environment, { config, url, edgeKey }: FollowedServer): Record<string, string> {
  return {
    SLUICE_EDGE_KEY: edgeKey,
    SLUICE_ORIGIN_URL: env.SLUICE_ORIGIN_URL ?? reachableHere(url),
    SLUICE_FILES_URL: env.SLUICE_FILES_URL ?? config.publicUrl ?? reachableHere(url),
  };
}

/** The address of a server as this machine reaches it: one that listens everywhere listens here, too. */
function reachableHere(url: string): string {
  return url.replace("//0.0.0.0:", "//127.0.0.1:").replace("//[::]:", "//[::1]:");
}
