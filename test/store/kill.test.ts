import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { expect, test } from "vitest";
import type { LedgerPosition } from "../../src/ledger/entry.ts";
import { openStore, type StoreLocation } from "../../src/store/open-store.ts";
import { verifyLedger } from "../../src/store/verify/verify-ledger.ts";
import { bundled } from "../support/bundled.ts";
import { createDatabase } from "../support/databases.ts";
import { atDepth } from "../support/depth.ts";
import { PostgresServer } from "../support/postgres-server.ts";

const ROUNDS = atDepth({ gate: 5, soak: 20 });
/** It is started often, and starts the thread of the embedded database, which is looked for beside it. */
const WRITER = await bundled(join(import.meta.dirname, "../support/writer.ts"));
await bundled(join(import.meta.dirname, "../../src/store/embedded/pglite-worker.ts"));

/** Lets a writer write, and kills it (and whatever `alsoKill` kills) at a random moment. Gives what it acknowledged. */
async function writeUntilKilled(
  location: StoreLocation,
  alsoKill: () => Promise<void>,
): Promise<readonly LedgerPosition[]> {
  const places = [location.dataDirectory, ...(location.databaseUrl === null ? [] : [location.databaseUrl])];
  const writer = spawn(process.execPath, [WRITER, ...places]);
  let output = "";
  let complaint = "";
  writer.stderr.on("data", (chunk) => {
    complaint += chunk;
  });
  const closed = once(writer, "close");
  await new Promise<void>((resolve, reject) => {
    writer.stdout.on("data", (chunk) => {
      output += chunk;
      resolve();
    });
    writer.once("close", () => reject(new Error(`the writer wrote nothing: ${complaint}`)));
  });
  await sleep(Math.random() * 500);
  await alsoKill();
  writer.kill("SIGKILL");
  await closed;
  return output
    .split("\n")
    .slice(0, -1)
    .map((line) => ({ sequence: Number(line.split(" ")[0]), hash: line.split(" ")[1] ?? "" }));
}

/** Everything acknowledged is there with the same hash, and nothing is wrong with the whole. Gives the last sequence. */
async function expectAllKept(
  location: StoreLocation,
  acknowledged: readonly LedgerPosition[],
): Promise<number> {
  const opened = await openStore(location);
  if (!opened.ok) throw new Error(opened.error.message);
  const { database, close } = opened.value;
  const rows = await database.selectFrom("ledger").select(["sequence", "hash"]).execute();
  const kept = new Map(rows.map((row) => [row.sequence, row.hash]));
  expect(acknowledged.filter(({ sequence, hash }) => kept.get(sequence) !== hash)).toEqual([]);
  const { findings, head } = await verifyLedger(opened.value, { expected: acknowledged.at(-1) });
  expect(findings).toEqual([]);
  await close();
  return head.sequence;
}

test(`the embedded database keeps everything acknowledged through ${ROUNDS} hard kills`, async () => {
  const dataDirectory = mkdtempSync(join(tmpdir(), "sluice-kill-"));
  const location = { databaseUrl: null, dataDirectory };
  const acknowledged: LedgerPosition[] = [];
  for (let round = 1; round <= ROUNDS; round++) {
    acknowledged.push(...(await writeUntilKilled(location, async () => {})));
    await expectAllKept(location, acknowledged);
  }
  expect(acknowledged.length).toBeGreaterThan(ROUNDS);
  rmSync(dataDirectory, { recursive: true });
});

test(`PostgreSQL keeps everything acknowledged through ${ROUNDS} hard kills, half of them its own`, async () => {
  const server = new PostgresServer({ durable: true });
  try {
    await server.create();
    const databaseUrl = await createDatabase(server.urlOf("postgres"));
    const location = { databaseUrl, dataDirectory: "unused" };
    const acknowledged: LedgerPosition[] = [];
    for (let round = 1; round <= ROUNDS; round++) {
      const isServerKilled = round % 2 === 0;
      const killServer = () => (isServerKilled ? server.kill() : Promise.resolve());
      acknowledged.push(...(await writeUntilKilled(location, killServer)));
      if (isServerKilled) await server.start();
      await expectAllKept(location, acknowledged);
    }
    expect(acknowledged.length).toBeGreaterThan(ROUNDS);
  } finally {
    await server.destroy();
  }
});
