import type { Command } from "commander";
import { ok } from "../result.ts";
import { connect, orFailure } from "./client.ts";
import type { Outcome } from "./command-result.ts";
import { formatColumns, showInstant } from "./format-text.ts";
import { answering, JSON_OPTION, type Session, withExample } from "./session.ts";
import type { Terminal } from "./terminal.ts";

/** `sluice updater-keys list | add | retire` */
export function addUpdaterKeysCommand(program: Command, session: Session): void {
  const keys = withExample(
    program
      .command("updater-keys")
      .description("the keys with which the server signs what it says to updaters: apt, TUF, Omaha"),
    "sluice updater-keys list",
  );
  const list = keys
    .command("list")
    .description("show the public keys; those that sign no more stay")
    .option(...JSON_OPTION);
  withExample(list, "sluice updater-keys list").action(answering(session, () => listKeys(session.terminal)));
  const add = keys
    .command("add <purpose>")
    .description(
      "sign with one more key of apt, tuf or omaha; opens the database itself (DATABASE_URL, or DATA_DIR)",
    )
    .option(...JSON_OPTION);
  withExample(add, "sluice updater-keys add tuf", "sluice updater-keys add apt").action(
    answering(session, async (purpose: string) => {
      // The database only where it is needed.
      const { addKey } = await import("./change-updater-keys.ts");
      return addKey(session.terminal, purpose);
    }),
  );
  const retire = keys
    .command("retire <purpose> <id>")
    .description("remove the private half of a key that no app trusts any more; opens the database itself")
    .option(...JSON_OPTION);
  withExample(retire, `sluice updater-keys retire tuf ${"0123456789abcdef".repeat(4)}`).action(
    answering(session, async (purpose: string, id: string) => {
      const { retireKey } = await import("./change-updater-keys.ts");
      return retireKey(session.terminal, purpose, id);
    }),
  );
}

async function listKeys(terminal: Terminal): Promise<Outcome> {
  const client = connect(terminal);
  if (!client.ok) return client;
  const answer = await orFailure(client.value.api.GET("/v1/updater-keys"));
  if (!answer.ok) return answer;
  const json = answer.value.body;
  const rows = json.items.map(({ purpose, id, signs, createdAt }) => [
    ...[purpose, signs ? "signs" : "retired", showInstant(createdAt), id],
  ]);
  return ok({ text: formatColumns([["PURPOSE", "USE", "CREATED", "KEY"], ...rows]), json });
}
