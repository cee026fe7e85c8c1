import { toInstant } from "../../instant.ts";
import { archiveLedger } from "../../store/archive/archive-ledger.ts";
import { findCheckpointAge } from "../../store/tables/fleet-checkpoint-table.ts";
import type { Context } from "../context.ts";

const DAY_MS = 86_400_000;
const EVERY_MS = 3_600_000;

type ArchivingContext = Pick<Context, "store" | "config" | "now" | "log">;

/**
 * Archives older entries of the ledger each hour, if `SLUICE_LEDGER_KEEP_DAYS` says after how many days: whole segments,
 * up to the last checkpoint that a server wrote. Of several servers one does it. Gives the function that ends it after the
 * segment under way.
 */
export function keepArchiving(context: ArchivingContext): () => Promise<void> {
  const { ledgerKeepDays } = context.config;
  if (ledgerKeepDays === null) return async () => {};
  let isOver = false;
  let working: Promise<void> = Promise.resolve();
  const look = () => {
    working = working.then(() => archiveOnce(context, ledgerKeepDays, () => isOver));
  };
  const timer = setInterval(look, EVERY_MS);
  look();
  return () => {
    isOver = true;
    clearInterval(timer);
    return working;
  };
}

/** Never rejects: what does not work now is tried again. */
async function archiveOnce(
  { store, now, log }: ArchivingContext,
  keepDays: number,
  isOver: () => boolean,
): Promise<void> {
  try {
    const through = (await findCheckpointAge(store.database))?.sequence ?? 0;
    const limits = { before: toInstant(now() - keepDays * DAY_MS), through, most: 1 };
    while (!isOver()) {
      const done = await archiveLedger(store, limits);
      if (!done.ok && done.error.code === "ledger_broken") log.error(done.error.message);
      if (!done.ok || done.value.segments === 0) return;
      log.info(done.value, "older entries of the ledger are archived");
    }
  } catch (error) {
    log.warn({ err: error }, "the ledger could not be archived; trying again in an hour");
  }
}
