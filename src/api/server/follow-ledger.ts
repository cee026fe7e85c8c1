import type { Logger } from "pino";
import { beginWorld, CheckpointKeeper } from "../../fleet/checkpoint-keeper.ts";
import { type LedgerFault, LedgerFollower, type Renewal } from "../../fleet/ledger-follower.ts";
import type { World } from "../../fleet/world.ts";
import { ledgerSource } from "../../store/ledger/ledger-table.ts";
import type { Store } from "../../store/store.ts";
import type { Context } from "../context.ts";

/** How often to check for other servers' changes without a notification: they are in force within a second (R16). */
const LOOK_EVERY_MS = 500;

type FollowedContext = Pick<Context, "store" | "follower" | "log">;

/** Makes the follower of a store's ledger; `replace` puts a world that was read anew in the place of the one before. */
export function createFollower(
  store: Store,
  world: World,
  { replace, log }: Pick<Renewal, "replace"> & { readonly log: Logger },
): LedgerFollower {
  const tell = (fault: LedgerFault) => log.error(fault, FAULTS[fault.kind]);
  return new LedgerFollower(ledgerSource(store.database), world, {
    begin: () => beginWorld(store),
    replace,
    tell,
  });
}

/** What each fault of a ledger means, for the log. */
const FAULTS: Readonly<Record<LedgerFault["kind"], string>> = {
  diverged:
    "the database went back in time: its ledger does not have the last entry that this server knows; everything is read anew",
  broken:
    "somebody changed the ledger: this entry does not follow the one before, see sluice ledger verify; no checkpoint is written",
};

/** Follows the ledger of a database that others write to as well; gives the function that ends it. */
export async function followLedger({ store, follower, log }: FollowedContext): Promise<() => Promise<void>> {
  const look = () => {
    follower.catchUp().catch((error) => log.warn({ err: error }, "the ledger cannot be read; trying on"));
  };
  const ends = follower.onRenewed(() => {
    const { sequence } = follower.world;
    log.warn({ sequence }, "answers follow from the ledger of the database again, up to this entry");
  });
  const unlisten = await store.listen(look);
  const timer = store.kind === "postgresql" ? setInterval(look, LOOK_EVERY_MS) : undefined;
  return async () => {
    clearInterval(timer);
    ends();
    await unlisten();
  };
}

/** Writes checkpoints of memory at intervals; gives the function that writes a last one and ends it. */
export function keepCheckpoints({ store, follower, log }: FollowedContext): () => Promise<void> {
  const tell = (error: unknown) =>
    log.warn({ err: error }, "no checkpoint could be written; the next start takes longer");
  return new CheckpointKeeper(store, tell).start(follower);
}
