import { readConfig } from "../api/config.ts";
import type { Result } from "../result.ts";
import { openStore } from "../store/open-store.ts";
import type { Store } from "../store/store.ts";
import { EXIT, type Failure, fail } from "./command-result.ts";
import type { Terminal } from "./terminal.ts";

/** Opens the configured database, does the work and closes it again, whatever came out. */
export async function withStore<Value>(
  { env }: Terminal,
  work: (store: Store) => Promise<Result<Value, Failure>>,
): Promise<Result<Value, Failure>> {
  const config = readConfig(env);
  if (!config.ok) return fail(EXIT.usage, config.error);
  const store = await openStore(config.value);
  if (!store.ok) return fail(EXIT.unreachable, store.error);
  try {
    return await work(store.value);
  } finally {
    await store.value.close();
  }
}
