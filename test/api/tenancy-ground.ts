import type { DatabaseKind } from "../support/databases.ts";
import { startServer } from "../support/running-server.ts";
import { borrowStore } from "../support/store-pool.ts";
import { makeTenancy, type Tenancy } from "./tenancy.ts";

/** The small installation on a server of its own, where it is always 2026-03-01; `close` ends it. */
export async function tenancyGround(
  kind: DatabaseKind = "embedded",
): Promise<Tenancy & { readonly close: () => Promise<void> }> {
  const store = await borrowStore(kind);
  const server = await startServer(store);
  server.setClock("2026-03-01T00:00:00Z");
  const tenancy = await makeTenancy(server);
  const close = async () => {
    await server.close();
    await store.close();
  };
  return { ...tenancy, close };
}
