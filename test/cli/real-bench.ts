import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { beforeAll } from "vitest";
import { runSluice } from "../../src/cli/run.ts";
import { startServer, type TestServer, VENDOR_TOKEN } from "../support/running-server.ts";
import { borrowStore } from "../support/store-pool.ts";
import { keepTerminal } from "./tiny-server.ts";

/** How a command line is run: as whom (null: without a token), and what is piped into it. */
export interface Given {
  readonly token?: string | null;
  readonly typed?: string;
}

/** What a command line left behind. */
export interface Ran {
  readonly exit: number;
  readonly out: string;
  readonly err: string;
}

/** A real server of one test file, and the command line against it. */
export interface RealBench {
  server: TestServer;
  /** Empty at first; sessions are kept in `config` in it. */
  folder: string;
  /** As the vendor. */
  sluice(...args: string[]): Promise<Ran>;
  /** As somebody else, or with something typed. */
  sluiceAs(given: Given, ...args: string[]): Promise<Ran>;
}

/** Starts it for the tests of one file; it begins at noon of 1 March 2026. */
export function useRealBench(
  prepare: (bench: RealBench) => Promise<void> = async () => undefined,
): RealBench {
  const bench: RealBench = {
    server: undefined as never,
    folder: "",
    sluice: (...args) => bench.sluiceAs({}, ...args),
    async sluiceAs({ token = VENDOR_TOKEN, typed = "" }, ...args) {
      const env = { SLUICE_URL: bench.server.url, ...(token !== null && { SLUICE_TOKEN: token }) };
      const terminal = keepTerminal(env, { configDirectory: join(bench.folder, "config"), typed });
      return { exit: await runSluice(args, terminal), ...terminal.written };
    },
  };
  beforeAll(async () => {
    const store = await borrowStore("embedded");
    bench.server = await startServer(store);
    bench.server.setClock("2026-03-01T12:00:00Z");
    bench.folder = mkdtempSync(join(tmpdir(), "sluice-cli-"));
    await prepare(bench);
    return async () => {
      await bench.server.close();
      await store.close();
      rmSync(bench.folder, { recursive: true });
    };
  });
  return bench;
}
