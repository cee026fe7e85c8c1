import { beforeAll } from "vitest";
import type { Config } from "../../../src/api/config.ts";
import type { Surroundings } from "../../../src/api/serve.ts";
import { startServer, type TestServer } from "../../support/running-server.ts";
import { borrowStore } from "../../support/store-pool.ts";

/** A server of its own for the tests of one file, which begins at noon of 1 March 2026. */
export function usePeopleServer(
  overrides: Partial<Config> = {},
  surroundings: Pick<Surroundings, "passwordCost"> = {},
): () => TestServer {
  let server: TestServer;
  beforeAll(async () => {
    const store = await borrowStore("embedded");
    server = await startServer(store, overrides, surroundings);
    server.setClock("2026-03-01T12:00:00Z");
    return async () => {
      await server.close();
      await store.close();
    };
  });
  return () => server;
}
