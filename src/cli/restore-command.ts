import type { Command } from "commander";
import { answering, JSON_OPTION, type Session, withExample } from "./session.ts";

/** `sluice restore` */
export function addRestoreCommand(program: Command, session: Session): void {
  const restore = program
    .command("restore")
    .argument("<file>", 'a file that "sluice backup" wrote')
    .description("put a backup into DATA_DIR, which must have no database yet, and verify its ledger")
    .option(...JSON_OPTION);
  withExample(restore, "DATA_DIR=./restored sluice restore sluice-2026-11-30T120000Z.tgz").action(
    answering(session, async (file: string) => {
      // The database only where it is needed.
      const { restoreBackup } = await import("./restore-data-directory.ts");
      return restoreBackup(session.terminal, file);
    }),
  );
}
