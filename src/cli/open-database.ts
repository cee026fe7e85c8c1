import { readConfig } from "../api/config.ts";
import { ok, type Result } from "../result.ts";
import { refusingFaults } from "../store/database-faults.ts";
import { openStore } from "../store/open-store.ts";
import type { Store } from "../store/store.ts";
import { EXIT, type Failure, fail } from "./command-result.ts";
import type { Terminal } from "./terminal.ts";

/**
 * Opens the configured database, does the work and closes it again, whatever came out. What the database refuses on the
 * way is a failure in one sentence.
 */
export async function withStore<Value>(
  { env }: Terminal,
  work: (store: Store) => Promise<Result<Value, Failure>>,
): Promise<Result<Value, Failure>> {
  const config = readConfig(env);
  if (!config.ok) return fail(EXIT.usage, config.error);
  const store = await openStore(config.value);
  if (!store.ok) return fail(EXIT.unreachable, store.error);
  try {
    const done = await refusingFaults<Result<Value, Failure>, never>(async () => ok(await work(store.value)));
    return done.ok ? done.value : fail(EXIT.unreachable, done.error);
  } finally {
    await store.value.close();
  }
}
