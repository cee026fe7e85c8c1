import { TOLD_LATELY_BYTES } from "../../src/fleet/told-lately.ts";
import { migrateStore } from "../../src/store/migrate-store.ts";
import { openStore } from "../../src/store/open-store.ts";
import type { Store } from "../../src/store/store.ts";
import { expectMemoryBack, heldMegabytes } from "./memory.ts";
import { startServer, type TestServer } from "./running-server.ts";

async function open(databaseUrl: string): Promise<Store> {
  const opened = await openStore({ databaseUrl, dataDirectory: "unused" });
  if (!opened.ok) throw new Error(opened.error.message);
  const migrated = await migrateStore(opened.value);
  if (!migrated.ok) throw new Error(migrated.error.message);
  return opened.value;
}

/**
 * Starts a server with a connection pool of its own for each URL, and ends them all afterwards. Checks that the servers
 * then hold no more memory than before the work.
 */
export async function withServers(
  urls: readonly string[],
  work: (...servers: TestServer[]) => Promise<void>,
): Promise<void> {
  const stores: Store[] = [];
  const servers: TestServer[] = [];
  try {
    for (const url of urls) stores.push(await open(url));
    for (const store of stores) servers.push(await startServer(store));
    const before = heldMegabytes();
    await work(...servers);
    // From its first check-in on, each keeps a table of one size.
    expectMemoryBack(before + (servers.length * TOLD_LATELY_BYTES) / 1024 ** 2);
  } finally {
    for (const server of servers) await server.close();
    for (const store of stores) await store.close();
  }
}
