import { verifyFleet } from "../fleet/verify-fleet.ts";
import { ok } from "../result.ts";
import { EXIT, fail, type Outcome } from "./command-result.ts";
import { withStore } from "./open-database.ts";
import type { Terminal } from "./terminal.ts";
import { hasTable, NO_LEDGER } from "./verify-ledger-command.ts";

/** The work of `sluice fleet verify`; differences end with exit code 1. */
export function verifyWholeFleet(terminal: Terminal): Promise<Outcome> {
  return withStore(terminal, async (store): Promise<Outcome> => {
    if (!(await hasTable(store, "fleet_checkpoints"))) return fail(EXIT.unreachable, NO_LEDGER);
    const json = await verifyFleet(store);
    const { differences, sequence, checkpoint, organizations, users } = json;
    const begun = checkpoint === 0 ? "without a checkpoint" : `from the checkpoint at entry ${checkpoint}`;
    const what = `${organizations} organizations and ${users} users of their own standing, at entry ${sequence}, begun ${begun}`;
    if (differences.length === 0) {
      return ok({ text: `What servers answer from is what the whole ledger says: ${what}.`, json });
    }
    const lines = differences.map((difference) => `  ${difference}`);
    const text = [`What servers answer from is NOT what the whole ledger says: ${what}.`, ...lines];
    return ok({ text: text.join("\n"), json, exit: EXIT.refused });
  });
}
