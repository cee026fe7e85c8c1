import cluster from "node:cluster";
import { readConfig } from "../api/config.ts";
import { ok, refuse } from "../result.ts";
import { firstSignal, onSignal } from "../serving/signals.ts";
import { EXIT, fail, type Outcome } from "./command-result.ts";
import type { Terminal } from "./terminal.ts";
import { WorkerCrew } from "./worker-crew.ts";

/**
 * Answers with so many processes on one port, until a signal ends it. SIGHUP starts them anew, one after another, as soon as
 * all of them answer; one that dies is started again. Refuses `workers_need_postgresql`, and whatever stands in the way of the first.
 */
export async function serveByWorkers(terminal: Terminal, count: number): Promise<Outcome> {
  const config = readConfig(terminal.env);
  if (!config.ok) return fail(EXIT.usage, config.error);
  if (config.value.databaseUrl === null) return fail(EXIT.usage, needsPostgresql(count));
  // The system gives a connection to whichever process takes it: none waits in a process that is on its way out.
  cluster.schedulingPolicy = cluster.SCHED_NONE;
  const crew = new WorkerCrew(count, (line) => terminal.err(`sluice: ${line}\n`));
  const signal = firstSignal(["SIGINT", "SIGTERM"]);
  const begin = crew.begin();
  onSignal("SIGHUP", () => crew.renew());
  const begun = await Promise.race([begin, signal]);
  if (begun && !begun.ok) return begun;
  if (begun) terminal.out(`${count} workers answer (process ${process.pid}).\n`);
  await signal;
  await crew.end();
  return ok({ text: "Stopped.", json: null });
}

function needsPostgresql(count: number) {
  return refuse(
    "workers_need_postgresql",
    `--workers is ${count}, but only one process can open the embedded database; set DATABASE_URL to a PostgreSQL, or use --workers 1.`,
  );
}
