import { beforeAll } from "vitest";
import type { Config } from "../../../src/api/config.ts";
import { newStore } from "../../support/databases.ts";
import { startServer, type TestServer } from "../../support/running-server.ts";

/** A server of its own for the tests of one file, which begins at noon of 1 March 2026. */
export function usePeopleServer(overrides: Partial<Config> = {}): () => TestServer {
  let server: TestServer;
  beforeAll(async () => {
    const store = await newStore("embedded");
    server = await startServer(store, overrides);
    server.setClock("2026-03-01T12:00:00Z");
    return async () => {
      await server.close();
      await store.close();
    };
  });
  return () => server;
}
