import { readFileSync } from "node:fs";
import { Command, CommanderError } from "commander";
import { addAuditCommand } from "./audit-command.ts";
import { addBuildCommand } from "./build-command.ts";
import { addCalendarCommand } from "./calendar-command.ts";
import { addConflictsCommand } from "./conflicts-command.ts";
import { addExplainCommand } from "./explain-command.ts";
import { addExportCommand } from "./export-command.ts";
import { addImportCommand } from "./import-command.ts";
import { addLedgerCommand } from "./ledger-command.ts";
import { addLoginCommand } from "./login-command.ts";
import { addLogoutCommand } from "./logout-command.ts";
import { addMigrateCommand } from "./migrate-command.ts";
import { addOrganizationsCommand } from "./organizations-command.ts";
import { EXIT, type ExitCode } from "./outcome.ts";
import { addPreviewCommand } from "./preview-command.ts";
import { addReleaseCommand } from "./release-command.ts";
import { addScheduleCommand } from "./schedule-command.ts";
import { addServeCommand } from "./serve-command.ts";
import { type Session, withExample } from "./session.ts";
import type { Terminal } from "./terminal.ts";
import { addUsersCommand } from "./users-command.ts";
import { addWhoamiCommand } from "./whoami-command.ts";

/** Runs one command line, such as `["release", "list"]`; gives the exit code. Only bugs throw. */
export async function runSluice(args: readonly string[], terminal: Terminal): Promise<ExitCode> {
  const session: Session = { terminal, exit: EXIT.ok };
  try {
    await createProgram(session).parseAsync(args, { from: "user" });
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    return error.exitCode === 0 ? EXIT.ok : EXIT.usage;
  }
  return session.exit;
}

/** The program with all its commands; each ends its help with an example. */
export function createProgram(session: Session): Command {
  const program = new Command("sluice")
    .description("Release management for desktop apps that are sold through partners.")
    .version(readOwnVersion())
    .enablePositionalOptions()
    .showHelpAfterError("(add --help for what is allowed)")
    .configureOutput({ writeOut: session.terminal.out, writeErr: session.terminal.err })
    .exitOverride();
  addServeCommand(program, session);
  addMigrateCommand(program, session);
  addLoginCommand(program, session);
  addLogoutCommand(program, session);
  addWhoamiCommand(program, session);
  addReleaseCommand(program, session);
  addBuildCommand(program, session);
  addCalendarCommand(program, session);
  addOrganizationsCommand(program, session);
  addUsersCommand(program, session);
  addScheduleCommand(program, session);
  addPreviewCommand(program, session);
  addConflictsCommand(program, session);
  addImportCommand(program, session);
  addExportCommand(program, session);
  addExplainCommand(program, session);
  addAuditCommand(program, session);
  addLedgerCommand(program, session);
  withExample(program, "sluice serve", "sluice login", "sluice release list");
  return program.addHelpText("after", REMARKS);
}

const REMARKS = `
Environment:
  SLUICE_URL     the server that commands talk to (default http://127.0.0.1:8080)
  SLUICE_TOKEN   a bearer token for it (or SLUICE_VENDOR_TOKEN); it wins over the session of "sluice login"

Exit codes:
  0  done
  1  the server refused, or a check found something
  2  the command line, a file or the configuration is wrong; nothing was sent
  3  the server or the database cannot be reached or opened`;

function readOwnVersion(): string {
  const text = readFileSync(new URL("../../package.json", import.meta.url), "utf8");
  return (JSON.parse(text) as { version: string }).version;
}
