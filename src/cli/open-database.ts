import { readConfig } from "../api/config.ts";
import { ok, type Result } from "../result.ts";
import { openStore, type StoreLocation, unlessUnusable } from "../store/open-store.ts";
import { prepareDataDirectory } from "../store/private-directory.ts";
import type { Store } from "../store/store.ts";
import { EXIT, type Failure, fail } from "./command-result.ts";
import type { Terminal } from "./terminal.ts";

/**
 * Opens the configured database, does the work and closes it again, whatever came out. What the database refuses on the
 * way is a failure in one sentence. Says if the data directory of an embedded one was open to other accounts.
 */
export async function withStore<Value>(
  { env, err }: Terminal,
  work: (store: Store, location: StoreLocation) => Promise<Result<Value, Failure>>,
): Promise<Result<Value, Failure>> {
  const config = readConfig(env);
  if (!config.ok) return fail(EXIT.usage, config.error);
  const { databaseUrl, dataDirectory } = config.value;
  if (databaseUrl === null) {
    const prepared = prepareDataDirectory(dataDirectory);
    if (!prepared.ok) return fail(EXIT.unreachable, prepared.error);
    if (prepared.value !== null) err(`sluice: ${prepared.value}\n`);
  }
  const store = await openStore(config.value);
  if (!store.ok) return fail(EXIT.unreachable, store.error);
  try {
    const { databasePassword, s3 } = config.value;
    const location = { databaseUrl, databasePassword, dataDirectory, s3 };
    return await orUnusable(store.value, dataDirectory, (opened) => work(opened, location));
  } finally {
    await store.value.close();
  }
}

async function orUnusable<Value>(
  store: Store,
  dataDirectory: string,
  work: (store: Store) => Promise<Result<Value, Failure>>,
): Promise<Result<Value, Failure>> {
  const done = await unlessUnusable<Result<Value, Failure>, never>(store.kind, dataDirectory, async () =>
    ok(await work(store)),
  );
  return done.ok ? done.value : fail(EXIT.unreachable, done.error);
}
