import type { Command } from "commander";
import { EDGE_SETTINGS } from "../edge/edge-config.ts";
import { runEdge } from "../edge/run-edge.ts";
import { err, ok } from "../result.ts";
import { CONFIG_FILE } from "../serving/configuration.ts";
import { firstSignal } from "../serving/signals.ts";
import type { Outcome } from "./command-result.ts";
import { answering, type Session, withExample } from "./session.ts";
import { settingsText } from "./settings-text.ts";

/** `sluice edge`: answers installations from the memory of a small process, until a signal ends it. */
export function addEdgeCommand(program: Command, session: Session): void {
  const command = program
    .command("edge")
    .description(
      "answer installations beside a server; the variables below configure it (docs/edge.md says what each means)",
    );
  withExample(command, "SLUICE_ORIGIN_URL=http://127.0.0.1:8080 SLUICE_EDGE_KEY=… EDGE_PORT=8090 sluice edge")
    .addHelpText("after", settingsText([...EDGE_SETTINGS, CONFIG_FILE]))
    .action(answering(session, () => answerUntilSignal(session)));
}

async function answerUntilSignal({ terminal }: Session): Promise<Outcome> {
  const signal = firstSignal(["SIGINT", "SIGTERM", "SIGHUP"]);
  const ended = await runEdge({ env: terminal.env, out: terminal.out, signal });
  return ended.ok ? ok({ text: "Stopped.", json: null }) : err(ended.error);
}
