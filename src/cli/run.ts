import { Command, CommanderError } from "commander";
import { EXIT, type ExitCode } from "./command-result.ts";
import { readOwnVersion } from "./own-version.ts";
import { type Session, withExample } from "./session.ts";
import type { Terminal } from "./terminal.ts";

/** What adds a command to the program. */
type AddCommand = (program: Command, session: Session) => void;

/** Every command by its name, loaded only when it is run: most only talk to a server, and one is the server. */
const COMMANDS: Readonly<Record<string, () => Promise<AddCommand>>> = {
  serve: async () => (await import("./serve-command.ts")).addServeCommand,
  edge: async () => (await import("./edge-command.ts")).addEdgeCommand,
  migrate: async () => (await import("./migrate-command.ts")).addMigrateCommand,
  login: async () => (await import("./login-command.ts")).addLoginCommand,
  logout: async () => (await import("./logout-command.ts")).addLogoutCommand,
  whoami: async () => (await import("./whoami-command.ts")).addWhoamiCommand,
  release: async () => (await import("./release-command.ts")).addReleaseCommand,
  block: async () => (await import("./block-command.ts")).addBlockCommand,
  build: async () => (await import("./build-command.ts")).addBuildCommand,
  calendar: async () => (await import("./calendar-command.ts")).addCalendarCommand,
  organizations: async () => (await import("./organizations-command.ts")).addOrganizationsCommand,
  administrators: async () => (await import("./administrators-command.ts")).addAdministratorsCommand,
  users: async () => (await import("./users-command.ts")).addUsersCommand,
  schedule: async () => (await import("./schedule-command.ts")).addScheduleCommand,
  preview: async () => (await import("./preview-command.ts")).addPreviewCommand,
  conflicts: async () => (await import("./conflicts-command.ts")).addConflictsCommand,
  requests: async () => (await import("./requests-command.ts")).addRequestsCommand,
  adoption: async () => (await import("./adoption-command.ts")).addAdoptionCommand,
  "check-ins": async () => (await import("./check-ins-command.ts")).addCheckInsCommand,
  import: async () => (await import("./import-command.ts")).addImportCommand,
  export: async () => (await import("./export-command.ts")).addExportCommand,
  forecast: async () => (await import("./forecast-command.ts")).addForecastCommand,
  year: async () => (await import("./year-command.ts")).addYearCommand,
  explain: async () => (await import("./explain-command.ts")).addExplainCommand,
  feed: async () => (await import("./feed-command.ts")).addFeedCommand,
  audit: async () => (await import("./audit-command.ts")).addAuditCommand,
  undo: async () => (await import("./undo-command.ts")).addUndoCommand,
  keys: async () => (await import("./keys-command.ts")).addKeysCommand,
  "updater-keys": async () => (await import("./updater-keys-command.ts")).addUpdaterKeysCommand,
  tuf: async () => (await import("./tuf-command.ts")).addTufCommand,
  simulate: async () => (await import("./simulate-command.ts")).addSimulateCommand,
  ledger: async () => (await import("./ledger-command.ts")).addLedgerCommand,
  backup: async () => (await import("./backup-command.ts")).addBackupCommand,
  restore: async () => (await import("./restore-command.ts")).addRestoreCommand,
  fleet: async () => (await import("./fleet-command.ts")).addFleetCommand,
};

/** Runs one command line, such as `["release", "list"]`; gives the exit code. Only bugs throw. */
export async function runSluice(args: readonly string[], terminal: Terminal): Promise<ExitCode> {
  const session: Session = { terminal, exit: EXIT.ok };
  try {
    const program = await createProgram(session, namesIn(args));
    await program.parseAsync(args, { from: "user" });
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    return error.exitCode === 0 ? EXIT.ok : EXIT.usage;
  }
  return session.exit;
}

/** The commands that a command line needs; help and what there is not need to know them all. */
function namesIn([first = ""]: readonly string[]): readonly string[] {
  if (first === "--version" || first === "-V") return [];
  return Object.hasOwn(COMMANDS, first) ? [first] : Object.keys(COMMANDS);
}

/** The program with all its commands, or some of them; each ends its help with an example. */
export async function createProgram(
  session: Session,
  names: readonly string[] = Object.keys(COMMANDS),
): Promise<Command> {
  const program = new Command("sluice")
    .description("Release management for desktop apps that are sold through partners.")
    .version(readOwnVersion())
    .enablePositionalOptions()
    .showHelpAfterError("(add --help to see what is allowed)")
    .configureOutput({ writeOut: session.terminal.out, writeErr: session.terminal.err })
    .exitOverride();
  for (const name of names) (await COMMANDS[name]?.())?.(program, session);
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
