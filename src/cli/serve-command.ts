import cluster from "node:cluster";
import { type Command, InvalidArgumentError } from "commander";
import { SETTINGS } from "../api/config.ts";
import { ok } from "../result.ts";
import { firstSignal } from "../serving/signals.ts";
import type { Outcome } from "./command-result.ts";
import { startServing } from "./serve-process.ts";
import { serveWithEdges } from "./serve-with-edges.ts";
import { serveAsWorker } from "./serve-worker.ts";
import { type ProcessCounts, serveByWorkers } from "./serve-workers.ts";
import { answering, type Session, withExample } from "./session.ts";
import { settingsText } from "./settings-text.ts";
import type { Terminal } from "./terminal.ts";

const MOST_PROCESSES = 256;

/** `sluice serve`: the server, until a signal ends it. */
export function addServeCommand(program: Command, session: Session): void {
  const command = program
    .command("serve")
    .description("run the server; the variables below configure it (docs/operating.md says what each means)")
    .option(
      "--workers <count>",
      "answer with so many processes on one port; needs PostgreSQL",
      readCount(1),
      1,
    )
    .option(
      "--edges <count>",
      "answer installations with so many small processes on EDGE_PORT, too",
      readCount(0),
      0,
    );
  withExample(
    command,
    "PORT=8080 DATA_DIR=./data sluice serve",
    "DATABASE_URL=postgres://sluice@127.0.0.1/sluice sluice serve --workers 4",
    "EDGE_PORT=8090 sluice serve --edges 2",
  )
    .addHelpText("after", settingsText(SETTINGS))
    .action(
      answering(session, (counts: ProcessCounts) => {
        if (cluster.isWorker) return serveAsWorker(session.terminal);
        if (counts.workers > 1) return serveByWorkers(session.terminal, counts);
        return counts.edges > 0
          ? serveWithEdges(session.terminal, counts.edges)
          : serveUntilSignal(session.terminal);
      }),
    );
}

function readCount(least: number): (text: string) => number {
  return (text) => {
    const count = Number(text);
    if (/^\d{1,3}$/.test(text) && count >= least && count <= MOST_PROCESSES) return count;
    throw new InvalidArgumentError(`Use a whole number from ${least} to ${MOST_PROCESSES}.`);
  };
}

/** A signal while it starts stops it as soon as it answers: what a start has begun, such as a migration, is finished. */
async function serveUntilSignal(terminal: Terminal): Promise<Outcome> {
  const signal = firstSignal(["SIGINT", "SIGTERM", "SIGHUP"]);
  const serving = await startServing(terminal);
  if (!serving.ok) return serving;
  const greeted = await Promise.race([serving.value.greet(), signal.then(() => ok(null))]);
  if (greeted.ok) await signal;
  await serving.value.running.close();
  if (!greeted.ok) return greeted;
  return ok({ text: "Stopped.", json: null });
}
