import { ledgerSource } from "../store/ledger/ledger-table.ts";
import type { Store } from "../store/store.ts";
import { beginWorld } from "./checkpoint-keeper.ts";
import { LedgerFollower } from "./ledger-follower.ts";
import { World } from "./world.ts";
import { differencesBetween } from "./world-differences.ts";

/** How many differences are told; where there is one, there may be a million. */
const MOST_TOLD = 100;

/** What a comparison found: no differences, where all is well. */
export interface FleetVerification {
  readonly differences: readonly string[];
  /** The last entry of the ledger that was read. */
  readonly sequence: number;
  /** Where the checkpoint stands that a server would begin with; 0: there is none that fits. */
  readonly checkpoint: number;
  readonly organizations: number;
  readonly users: number;
}

/**
 * Makes the standings in memory twice, as a starting server does (from the checkpoint on) and from the whole ledger, and
 * compares all of them. Both read the ledger as it is at one moment.
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
