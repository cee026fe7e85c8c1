import { ledgerSource } from "../store/ledger/ledger-table.ts";
import type { Store } from "../store/store.ts";
import { beginWorld } from "./checkpoint-keeper.ts";
import { LedgerFollower } from "./ledger-follower.ts";
import { World } from "./world.ts";
import { differencesBetween } from "./world-differences.ts";

/** How many differences are reported; if there is one, there may be a million. */
const MOST_TOLD = 100;

/** The result of a comparison; there are no differences if all is well. */
export interface FleetVerification {
  readonly differences: readonly string[];
  /** The last entry of the ledger that was read. */
  readonly sequence: number;
  /** The sequence of the checkpoint that a starting server would use, or 0 if none fits. */
  readonly checkpoint: number;
  readonly organizations: number;
  readonly users: number;
}

/**
 * Compares the standings that a starting server computes from the last checkpoint with those computed from the whole
 * ledger. Both read the same snapshot of the ledger.
 */
export async function verifyFleet(store: Store): Promise<FleetVerification> {
  const begun = await beginWorld(store);
  const checkpoint = begun.sequence;
  const rebuilt = new World();
  await store.database
    .transaction()
    .setIsolationLevel("repeatable read")
    .setAccessMode("read only")
    .execute(async (database) => {
      for (const world of [begun, rebuilt]) await new LedgerFollower(ledgerSource(database), world).catchUp();
    });
  const differences: string[] = [];
  for (const difference of differencesBetween(begun, rebuilt)) {
    if (differences.push(difference) >= MOST_TOLD) break;
  }
  const { sequence, organizations, users } = rebuilt;
  return { differences, sequence, checkpoint, organizations: organizations.count, users: users.size };
}
