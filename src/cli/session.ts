import type { Command } from "commander";
import { EXIT, type ExitCode, type Outcome } from "./command-result.ts";
import type { Terminal } from "./terminal.ts";

/** One run of the command line: where it writes and how it will end. */
export interface Session {
  readonly terminal: Terminal;
  exit: ExitCode;
}

/**
 * Makes the action of a command from its work: shows the outcome (as JSON with `--json`) and keeps the exit code.
 * A failure is one line on standard error: the sentence, then the stable code in brackets.
 */
export function answering<Given extends unknown[]>(
  session: Session,
  work: (...given: Given) => Promise<Outcome>,
): (this: Command, ...given: Given) => Promise<void> {
  return async function (...given) {
    const outcome = await work(...given);
    const { terminal } = session;
    if (!outcome.ok) {
      session.exit = outcome.error.exit;
      terminal.err(`sluice: ${outcome.error.message} [${outcome.error.code}]\n`);
      return;
    }
    session.exit = outcome.value.exit ?? EXIT.ok;
    const { text, json } = outcome.value;
    if (text === null) return;
    terminal.out(`${this.opts().json === true ? JSON.stringify(json, null, 2) : text}\n`);
  };
}

/** Adds the example that every command's help ends with; each line is a command as one types it. */
export function withExample(command: Command, ...lines: readonly string[]): Command {
  return command.addHelpText("after", `\nExample:\n${lines.map((line) => `  $ ${line}`).join("\n")}`);
}

/** The option of every command that can answer a script. */
export const JSON_OPTION = ["--json", "print JSON for scripts"] as const;
