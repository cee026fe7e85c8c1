import type { Command } from "commander";
import { ok } from "../result.ts";
import { indexNamesAgain, migrateStore } from "../store/migrate-store.ts";
import { EXIT, fail, type Outcome } from "./command-result.ts";
import { withStore } from "./open-database.ts";
import { answering, JSON_OPTION, type Session, withExample } from "./session.ts";
import type { Terminal } from "./terminal.ts";

/** `sluice migrate`: brings the schema of the configured database up to date. */
export function addMigrateCommand(program: Command, session: Session): void {
  const migrate = program
    .command("migrate")
    .description(
      "bring the database up to date (DATABASE_URL, or the embedded one in DATA_DIR); serve does it too",
    )
    .option(...JSON_OPTION);
  withExample(migrate, "DATABASE_URL=postgres://sluice@127.0.0.1/sluice sluice migrate").action(
    answering(session, () => migrateDatabase(session.terminal)),
  );
}

function migrateDatabase(terminal: Terminal): Promise<Outcome> {
  return withStore(terminal, async (store): Promise<Outcome> => {
    const migrated = await migrateStore(store);
    if (!migrated.ok) return fail(EXIT.unreachable, migrated.error);
    const names = migrated.value;
    const done = (await indexNamesAgain(store))
      ? [...names, "the index for searching parts of names"]
      : names;
    const text = done.length === 0 ? "The database is up to date." : `Done: ${done.join(", ")}.`;
    return ok({ text, json: { migrations: names } });
  });
}
