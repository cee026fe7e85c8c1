import type { Instant } from "../../instant.ts";
import { DatabaseClock } from "../../store/database-clock.ts";
import type { Context } from "../context.ts";

/** How often the clocks are compared beside each change. */
const COMPARE_EVERY_MS = 10_000;

/** Makes the clock of a server; `databaseNow` is null to ask the database, and `now` if it is left out. */
export function createClock({
  now,
  databaseNow = now ?? null,
}: {
  readonly now?: () => Instant;
  readonly databaseNow?: (() => Instant) | null;
}): DatabaseClock {
  return databaseNow ? new DatabaseClock(now, async () => databaseNow()) : new DatabaseClock(now);
}

/** Compares the clocks at intervals, and logs when they begin and cease to be too far apart; gives the function that ends it. */
export function keepComparing({ clock, store, log }: Pick<Context, "clock" | "store" | "log">): () => void {
  let isOff = false;
  const tell = () => {
    const isOffNow = clock.fault !== null;
    if (isOffNow && !isOff) log.error({ aheadSeconds: clock.aheadSeconds }, clock.fault?.message ?? "");
    if (!isOffNow && isOff) log.info("the clock of this server is near enough to that of the database again");
    isOff = isOffNow;
  };
  // A database that is away is reported by what follows its ledger.
  const compare = () => clock.compare(store.database).then(tell, () => undefined);
  tell();
  const timer = setInterval(compare, COMPARE_EVERY_MS).unref();
  return () => clearInterval(timer);
}
