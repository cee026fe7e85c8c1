import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach } from "vitest";
import { runSluice } from "../../src/cli/run.ts";
import { type Arrived, keepTerminal, startTinyServer, type TinyServer, type Told } from "./tiny-server.ts";

export const ID = "6f1b0c52-0000-4000-8000-000000000001";

/** What one test has at hand: a tiny server, how it answers, and an empty folder. */
export interface Workbench {
  server: TinyServer;
  answer: (arrived: Arrived) => Told;
  folder: string;
  /** Runs one command line against the tiny server. */
  sluice(...args: string[]): Promise<{ exit: number; out: string; err: string }>;
  /** Method, path and JSON body of everything that arrived. */
  sent(): (readonly [string, string, unknown])[];
}

/** Sets the bench up before each test and clears it away after. */
export function useWorkbench(): Workbench {
  const bench: Workbench = {
    server: undefined as never,
    folder: "",
    answer: () => ({ body: null }),
    async sluice(...args) {
      const terminal = keepTerminal({ SLUICE_URL: bench.server.url, SLUICE_TOKEN: "secret-of-a-test" });
      return { exit: await runSluice(args, terminal), ...terminal.written };
    },
    sent: () =>
      bench.server.arrived.map(({ method, url, body }) => [
        method,
        url.pathname,
        body === "" ? null : JSON.parse(body),
      ]),
  };
  beforeEach(async () => {
    bench.server = await startTinyServer((arrived) => bench.answer(arrived));
    bench.folder = mkdtempSync(join(tmpdir(), "sluice-cli-"));
  });
  afterEach(async () => {
    await bench.server.close();
    rmSync(bench.folder, { recursive: true });
  });
  return bench;
}
