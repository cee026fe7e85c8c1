import { once } from "node:events";
import { readFile } from "node:fs/promises";
import { connect, type Socket } from "node:net";
import { expect, test } from "vitest";
import { verifyLedger } from "../../src/store/verify/verify-ledger.ts";
import { createDatabase } from "../support/databases.ts";
import { atDepth } from "../support/depth.ts";
import { expectMemoryBack, heldMegabytes, residentMegabytes } from "../support/memory.ts";
import { startServer } from "../support/running-server.ts";
import { ServerProcess } from "../support/server-process.ts";
import { CHECK, enterReleases, NEWEST } from "../support/steady-load.ts";
import { borrowStore } from "../support/store-pool.ts";
import { expectAgreement, expectNothingLost } from "./nothing-lost.ts";

const MANY = atDepth({ gate: 1_500, soak: 10_000 });
/** Files that this process needs beside its connections. */
const OWN_FILES = 500;

/** How many files a process may have open; many clients need as many. */
async function fileLimit(): Promise<number> {
  const limits = await readFile("/proc/self/limits", "utf8");
  return Number(/Max open files\s+(\d+)/.exec(limits)?.[1] ?? 1024);
}

/** Connects, and asks once it is connected; resolves to the answer without its headers but the first line, or what went wrong. */
function askOnce(port: number, sockets: Socket[]): Promise<string> {
  return new Promise((resolve) => {
    const socket = connect(port, "127.0.0.1");
    let text = "";
    sockets.push(socket);
    socket.on("error", (error: Error & { code?: string }) => resolve(error.code ?? error.message));
    socket.on("data", (bytes) => {
      text += bytes.toString("latin1");
      if (/\r\n\r\n.*\}$/s.test(text)) resolve(text.replace(/\r\n.*\r\n\r\n/s, " "));
    });
    socket.write(`GET ${CHECK} HTTP/1.1\r\nHost: localhost\r\n\r\n`);
  });
}

/** The beginning of every right answer. */
const RIGHT = `HTTP/1.1 200 OK ${JSON.stringify(NEWEST).slice(0, -1)},`;

test(`${MANY.toLocaleString("en")} clients that connect at once are all answered, and what they took is given back`, async () => {
  const count = Math.min(MANY, (await fileLimit()) - OWN_FILES);
  const databaseUrl = await createDatabase();
  const server = new ServerProcess(databaseUrl);
  try {
    await server.start();
    await enterReleases(server.url);
    const port = Number(new URL(server.url).port);
    const crowd = async () => {
      const sockets: Socket[] = [];
      const answers = await Promise.all(Array.from({ length: count }, () => askOnce(port, sockets)));
      for (const socket of sockets) socket.destroy();
      return answers.filter((answer) => !answer.startsWith(RIGHT));
    };
    expect(await crowd()).toEqual([]);
    const afterFirst = await residentMegabytes(server.pid);
    for (let round = 0; round < 2; round++) expect(await crowd()).toEqual([]);
    // The first crowd makes the heap grow; later ones find room in it.
    expect(await residentMegabytes(server.pid)).toBeLessThan(1.5 * afterFirst);
    await expectAgreement([server.url]);
    expect(await (await fetch(server.url + CHECK)).json()).toMatchObject(NEWEST);
    await server.end();
    await expectNothingLost(databaseUrl, []);
  } finally {
    await server.destroy();
  }
});

test("1,000 clients that never finish a request keep nobody from being answered, and are all cut off", async () => {
  const store = await borrowStore("postgresql");
  const server = await startServer(store, {}, { limits: { headersMs: 2_000, lookMs: 100 } });
  const { port } = new URL(server.url);
  const before = heldMegabytes();
  const slow = await Promise.all(
    Array.from({ length: 1_000 }, async () => {
      const socket = connect(Number(port), "127.0.0.1");
      await once(socket, "connect");
      socket.on("error", () => undefined).resume();
      socket.write(`GET ${CHECK} HTTP/1.1\r\nHost: local`);
      return socket;
    }),
  );
  const ended = Promise.all(slow.map((socket) => socket.closed || once(socket, "close")));
  // Changes are accepted meanwhile, and answered by.
  await enterReleases(server.url);
  const ask = async () => (await fetch(server.url + CHECK)).json();
  for (let asked = 0; asked < 50; asked++) expect(await ask()).toMatchObject(NEWEST);
  await ended;
  expect(await ask()).toMatchObject(NEWEST);
  slow.length = 0;
  expectMemoryBack(before);
  await server.close();
  expect((await verifyLedger(store)).findings).toEqual([]);
  await store.close();
});
