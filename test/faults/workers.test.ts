import { readFile } from "node:fs/promises";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { createDatabase } from "../support/databases.ts";
import { atDepth, soakTest } from "../support/depth.ts";
import { residentMegabytes } from "../support/memory.ts";
import { ServerProcess } from "../support/server-process.ts";
import { CHECK, enterReleases, NEWEST, SteadyLoad } from "../support/steady-load.ts";
import { expectNothingLost, openBeside } from "./nothing-lost.ts";

/** On one port: every one of them has to be asked. */
const WORKERS = atDepth({ gate: 2, soak: 4 });
const READY = /workers answer/;

let databaseUrl: string;
let server: ServerProcess;

beforeEach(async () => {
  databaseUrl = await createDatabase();
});
afterEach(() => server.destroy());

async function start(count: number, environment: Record<string, string> = {}): Promise<void> {
  server = new ServerProcess(databaseUrl, ["--workers", String(count)], environment);
  await server.start(READY);
}

/** One value of each worker, by its number. */
async function readMetric(name: string): Promise<ReadonlyMap<string, number>> {
  const text = await (await fetch(`${server.url}/metrics`)).text();
  const found = text.matchAll(new RegExp(`^${name}{[^}]*worker="(\\d+)"[^}]*} (\\S+)$`, "gm"));
  return new Map([...found].map(([, worker = "", value]) => [worker, Number(value)]));
}

/** Within a second every worker answers by the whole ledger. */
async function expectWorkersAgree(count: number): Promise<void> {
  const { ledger } = (await (await fetch(`${server.url}/readyz`)).json()) as { ledger: number };
  const answeredBy = async () => [...(await readMetric("sluice_answered_sequence"))].sort();
  const all = Array.from({ length: count }, (_, index) => [String(index + 1), ledger]);
  await expect.poll(answeredBy, { timeout: 1_000, interval: 20 }).toEqual(all);
}

/** The processes of the workers. */
async function workerPids(): Promise<readonly number[]> {
  const children = await readFile(`/proc/${server.pid}/task/${server.pid}/children`, "utf8");
  return children.trim().split(" ").map(Number);
}

describe("several workers on one port", () => {
  test("all answer by a change that one of them accepted, within a second, and tell their metrics each", async () => {
    await start(WORKERS);
    await enterReleases(server.url);
    await expectWorkersAgree(WORKERS);
    for (let asked = 0; asked < 40; asked++) {
      const answer = await fetch(server.url + CHECK, { headers: { connection: "close" } });
      expect(await answer.json()).toMatchObject(NEWEST);
    }
    const checks = await readMetric("sluice_update_checks_total");
    expect(checks.size).toBe(WORKERS);
    expect(await server.end()).toEqual([0, null]);
  });

  soakTest("start anew by SIGHUP, one after another, without a failed check or a lost change", async () => {
    await start(2);
    await enterReleases(server.url);
    await expectWorkersAgree(2);
    const before = await workerPids();
    const loads = [true, false].map((isFresh) => new SteadyLoad(server.url, { isFresh, writers: 1 }));
    server.signal("SIGHUP");
    await server.waitFor(/all workers were started anew/);
    const after = await workerPids();
    expect(after).toHaveLength(2);
    expect(after.filter((pid) => before.includes(pid))).toEqual([]);
    const reports = await Promise.all(loads.map((load) => load.stop()));
    for (const { failures, checks } of reports) {
      expect(failures).toEqual([]);
      expect(checks).toBeGreaterThan(100);
    }
    await server.end();
    await expectNothingLost(
      databaseUrl,
      reports.flatMap(({ acknowledged }) => acknowledged),
    );
  });

  test("are started again when one is killed under load; the others go on, and nothing acknowledged is lost", async () => {
    await start(2);
    await enterReleases(server.url);
    await expectWorkersAgree(2);
    const load = new SteadyLoad(server.url, { isFresh: true });
    const [victim = 0, ...others] = await workerPids();
    await expect.poll(() => load.acknowledged, { timeout: 20_000 }).toBeGreaterThan(5);
    process.kill(victim, "SIGKILL");
    await server.waitFor(/worker \d ended \(SIGKILL\); it is started again/);
    await expect
      .poll(async () => (await readMetric("sluice_answered_sequence")).size, { timeout: 30_000 })
      .toBe(2);
    expect(await workerPids()).toEqual(expect.arrayContaining([...others]));
    const taken = await residentMegabytes(others[0] ?? 0);
    const { failures, acknowledged, checks } = await load.stop();
    expect(checks).toBeGreaterThan(100);
    // Only what the killed process had in its hands: at most one for each client.
    expect(failures.length).toBeLessThanOrEqual(8);
    expect(failures.filter((failure) => failure.startsWith("answered"))).toEqual([]);
    await expectWorkersAgree(2);
    expect(await residentMegabytes(others[0] ?? 0)).toBeLessThan(1.5 * taken);
    await server.end();
    await expectNothingLost(databaseUrl, acknowledged);
  });

  soakTest(
    "make the demo world and the first administrator once, also when two servers start at the same time",
    async () => {
      const demo = { SLUICE_DEMO: "1" };
      const second = new ServerProcess(databaseUrl, [], demo);
      server = new ServerProcess(databaseUrl, ["--workers", "2"], demo);
      try {
        await Promise.all([server.start(READY), second.start()]);
        const store = await openBeside(databaseUrl);
        // The second says where it answers before it waits for the demo of the first.
        const people = () => store.database.selectFrom("administrators").select("id").execute();
        await expect.poll(people, { timeout: 60_000 }).toHaveLength(3);
        const partners = await store.database.selectFrom("partners").select("name").execute();
        expect(new Set(partners.map(({ name }) => name)).size).toBe(partners.length);
        expect(partners.length).toBeGreaterThan(1);
        await second.end();
        expect(await people()).toHaveLength(3);
        await store.close();
      } finally {
        await second.destroy();
      }
    },
  );
});
