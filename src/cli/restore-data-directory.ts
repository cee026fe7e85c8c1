import { existsSync } from "node:fs";
import { ok } from "../result.ts";
import { readBackup } from "../store/embedded/backup.ts";
import { verifyLedger } from "../store/verify/verify-ledger.ts";
import { readEmbedded, whileLocked } from "./backup-data-directory.ts";
import { EXIT, fail, type Outcome } from "./command-result.ts";
import { withStore } from "./open-database.ts";
import type { Terminal } from "./terminal.ts";

/**
 * The work of `sluice restore`: puts the backup into DATA_DIR and verifies that its ledger is whole and ends where the
 * backup says. Findings end with exit code 1.
 */
export async function restoreBackup(terminal: Terminal, file: string): Promise<Outcome> {
  const config = readEmbedded(terminal, "pg_restore");
  if (!config.ok) return config;
  if (!existsSync(file)) {
    const message = `${file} is not there; name a file that "sluice backup" wrote.`;
    return fail(EXIT.usage, { code: "file_unreadable", message });
  }
  const { dataDirectory } = config.value;
  const restored = await whileLocked(dataDirectory, () => readBackup(file, dataDirectory));
  if (!restored.ok) return restored;
  const manifest = restored.value;
  return withStore(terminal, async (store): Promise<Outcome> => {
    const { findings, count, head } = await verifyLedger(store, { expected: manifest.head });
    const json = { dataDirectory, ...manifest, findings };
    const what = `${dataDirectory} has the backup of ${manifest.createdAt}: ${count} entries of the ledger, the last is ${head.sequence}:${head.hash}.`;
    if (findings.length === 0) {
      const next = "The ledger is whole. What was changed after the backup is gone; start the server on it.";
      return ok({ text: `${what}\n${next}`, json });
    }
    const found = findings.map(({ message, code }) => `  ${message} [${code}]`);
    const text = [what, `The ledger does NOT hold: ${findings.length} findings.`, ...found];
    return ok({ text: text.join("\n"), json, exit: EXIT.refused });
  });
}
