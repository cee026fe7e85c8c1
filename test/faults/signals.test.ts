import { readFile } from "node:fs/promises";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { createDatabase } from "../support/databases.ts";
import { soakTest } from "../support/depth.ts";
import { ServerProcess } from "../support/server-process.ts";

/** SIGHUP among the signals that a process has a handler for, as Linux writes them; it is the last to get one. */
const HANGUP = 1n;

let server: ServerProcess;

beforeEach(async () => {
  const databaseUrl = await createDatabase();
  server = new ServerProcess(databaseUrl);
  serverOf = (workers) => {
    server = new ServerProcess(databaseUrl, ["--workers", String(workers)]);
  };
});
afterEach(() => server.destroy());
let serverOf: (workers: number) => void;

/** Waits until the process has its handlers. */
async function untilHandled(): Promise<void> {
  await expect
    .poll(
      async () => {
        const status = await readFile(`/proc/${server.pid}/status`, "utf8").catch(() => "");
        return BigInt(`0x${/^SigCgt:\s*([0-9a-f]+)$/m.exec(status)?.[1] ?? "0"}`) & HANGUP;
      },
      { timeout: 20_000, interval: 2 },
    )
    .toBe(HANGUP);
}

describe("a signal before the server answers", () => {
  test.each(["SIGHUP", "SIGTERM"] as const)("%s: a server alone stops as it always does", async (signal) => {
    void server.start().catch(() => undefined);
    await untilHandled();
    expect(server.output).toBe("");
    expect(await server.end(signal)).toEqual([0, null]);
    expect(server.output).toMatch(/Stopped\.\s*$/);
  });

  test("SIGHUP: several workers come up, and are then started anew, once", async () => {
    serverOf(2);
    const started = server.start(/workers answer/);
    await untilHandled();
    expect(server.output).toBe("");
    for (let time = 0; time < 3; time++) server.signal("SIGHUP");
    await started;
    await server.waitFor(/all workers were started anew/);
    expect((await fetch(`${server.url}/healthz`)).status).toBe(200);
    expect(await server.end()).toEqual([0, null]);
    expect(server.output.match(/started anew/g)).toHaveLength(1);
  });

  soakTest("SIGHUP while one worker answers and the other does not yet", async () => {
    serverOf(2);
    const started = server.start(/workers answer/);
    await server.waitFor(/answers on/);
    server.signal("SIGHUP");
    await started;
    await server.waitFor(/all workers were started anew/);
    expect(await server.end()).toEqual([0, null]);
  });

  soakTest("SIGTERM: several workers end with code 0", async () => {
    serverOf(2);
    void server.start(/workers answer/).catch(() => undefined);
    await untilHandled();
    expect(server.output).toBe("");
    expect(await server.end()).toEqual([0, null]);
  });

  soakTest("SIGHUP while several workers stop changes nothing", async () => {
    serverOf(2);
    await server.start(/workers answer/);
    const kept = await fetch(`${server.url}/healthz`);
    await kept.text();
    const ended = server.end();
    server.signal("SIGHUP");
    expect(await ended).toEqual([0, null]);
    expect(server.output).not.toMatch(/started anew/);
  });
});
