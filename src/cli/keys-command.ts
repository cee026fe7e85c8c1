import type { Command } from "commander";
import { ok } from "../result.ts";
import { connect, orFailure } from "./client.ts";
import type { Outcome } from "./command-result.ts";
import { formatColumns, showInstant } from "./format-text.ts";
import { answering, JSON_OPTION, type Session, withExample } from "./session.ts";
import type { Terminal } from "./terminal.ts";

/** `sluice keys list | rotate` */
export function addKeysCommand(program: Command, session: Session): void {
  const keys = withExample(
    program.command("keys").description("the keys that manifests of builds are signed with"),
    "sluice keys list",
  );
  const list = keys
    .command("list")
    .description("show the public keys of the server; those that were rotated away stay")
    .option("--pem", "print the key that signs now, as a file for clients to verify with")
    .option(...JSON_OPTION);
  withExample(list, "sluice keys list", "sluice keys list --pem > sluice-key.pem").action(
    answering(session, ({ pem }: { pem?: boolean }) => listKeys(session.terminal, pem ?? false)),
  );
  const rotate = keys
    .command("rotate")
    .description("sign with a new key from now on; opens the database itself (DATABASE_URL, or DATA_DIR)")
    .option(...JSON_OPTION);
  withExample(rotate, "DATABASE_URL=postgres://sluice@127.0.0.1/sluice sluice keys rotate").action(
    answering(session, async () => {
      // The database only where it is needed.
      const { rotateKeys } = await import("./rotate-keys.ts");
      return rotateKeys(session.terminal);
    }),
  );
}

async function listKeys(terminal: Terminal, asPem: boolean): Promise<Outcome> {
  const client = connect(terminal);
  if (!client.ok) return client;
  const answer = await orFailure(client.value.api.GET("/v1/signing-keys"));
  if (!answer.ok) return answer;
  const json = answer.value.body;
  const { items } = json;
  if (asPem) return ok({ text: items.find(({ signs }) => signs)?.publicKey.trimEnd() ?? "", json });
  const rows = items.map((key) => [
    ...[key.id, key.signs ? "signs" : "verifies", showInstant(key.createdAt), showInstant(key.retiredAt)],
    key.rawPublicKey,
  ]);
  return ok({ text: formatColumns([["KEY", "USE", "CREATED", "RETIRED", "PUBLIC KEY"], ...rows]), json });
}
