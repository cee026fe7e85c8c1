import type { Command } from "commander";
import { runEdge } from "../edge/run-edge.ts";
import { err, ok } from "../result.ts";
import { firstSignal } from "../serving/signals.ts";
import type { Outcome } from "./command-result.ts";
import { answering, type Session, withExample } from "./session.ts";

/** `sluice edge`: answers installations from the memory of a small process, until a signal ends it. */
export function addEdgeCommand(program: Command, session: Session): void {
  const command = program
    .command("edge")
    .description(
      "answer installations beside a server; SLUICE_ORIGIN_URL, SLUICE_EDGE_KEY, EDGE_… configure it (see docs/edge.md)",
    );
  withExample(
    command,
    "SLUICE_ORIGIN_URL=http://127.0.0.1:8080 SLUICE_EDGE_KEY=… EDGE_PORT=8090 sluice edge",
  ).action(answering(session, () => answerUntilSignal(session)));
}

async function answerUntilSignal({ terminal }: Session): Promise<Outcome> {
  const signal = firstSignal(["SIGINT", "SIGTERM", "SIGHUP"]);
  const ended = await runEdge({ env: terminal.env, out: terminal.out, signal });
  return ended.ok ? ok({ text: "Stopped.", json: null }) : err(ended.error);
}
