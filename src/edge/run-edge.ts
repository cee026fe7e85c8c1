import { err, ok, type Refusal, type Result } from "../result.ts";
import type { Environment } from "../serving/configuration.ts";
import { hearParent, tellParent } from "../serving/worker-messages.ts";
import { readEdgeConfig } from "./edge-config.ts";
import { startEdge } from "./start-edge.ts";

/** Why an edge does not start, with the exit code of `sluice` for it. */
export interface EdgeFailure extends Refusal<string> {
  /** 2: the configuration is wrong; 3: it cannot listen, or keep anything. */
  readonly exit: 2 | 3;
}

/** What an edge runs in. */
export interface EdgeProcess {
  readonly env: Environment;
  readonly out: (text: string) => void;
  /** Resolves when it is to stop. */
  readonly signal: Promise<void>;
}

/** Runs the edge that the environment describes until it is to stop, alone or as one of several on one port. */
export async function runEdge({ env, out, signal }: EdgeProcess): Promise<Result<null, EdgeFailure>> {
  const told = new Promise<void>((resolve) => hearParent(({ kind }) => kind === "stop" && resolve()));
  const started = await start(env);
  if (!started.ok) {
    tellParent({ kind: "refused", failure: started.error });
    leave();
    return started;
  }
  const { url, begun, close } = started.value;
  const stopped = Promise.race([told, signal]);
  out(`Sluice edge listens on ${url}\n`);
  await Promise.race([begun, stopped]);
  tellParent({ kind: "ready", url });
  out(`Sluice edge answers on ${url}\n`);
  await stopped;
  await close();
  leave();
  return ok(null);
}

async function start(env: Environment) {
  const config = readEdgeConfig(env);
  if (!config.ok) return err({ exit: 2, code: config.error.code, message: config.error.message } as const);
  const started = await startEdge(config.value);
  if (started.ok) return started;
  return err({ exit: 3, code: started.error.code, message: started.error.message } as const);
}

/** Ends the connection to the process that started this one, if one did: it would keep this one alive. */
function leave(): void {
  if (process.connected) process.disconnect();
}
