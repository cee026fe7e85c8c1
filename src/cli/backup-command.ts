import type { Command } from "commander";
import { answering, JSON_OPTION, type Session, withExample } from "./session.ts";

/** `sluice backup` */
export function addBackupCommand(program: Command, session: Session): void {
  const backup = program
    .command("backup")
    .argument("<path>", "the file to write, or a folder for a new file with the date in its name")
    .description(
      "write the embedded database and the builds of DATA_DIR into one file; stop the server first (for PostgreSQL use pg_dump)",
    )
    .option(...JSON_OPTION);
  withExample(backup, "DATA_DIR=./data sluice backup /srv/backups").action(
    answering(session, async (path: string) => {
      // The database only where it is needed.
      const { backUp } = await import("./backup-data-directory.ts");
      return backUp(session.terminal, path);
    }),
  );
}
