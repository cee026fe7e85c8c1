import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { createDatabase } from "../support/databases.ts";
import { residentMegabytes } from "../support/memory.ts";
import { VENDOR_TOKEN } from "../support/running-server.ts";
import { ServerProcess } from "../support/server-process.ts";
import { expectNothingLost } from "./nothing-lost.ts";

const ROOM = 256 * 1024;
/** What code that ran for the first time may keep: half of what the refused builds have together. */
const OWN_MEGABYTES = 25;
const AUTHORIZED = { authorization: `Bearer ${VENDOR_TOKEN}` };

/** The limit of a file's size fails at the real file with EFBIG, which is treated as ENOSPC is; a disk cannot be filled here. */
test("a build that finds no room is refused and leaves nothing behind; the server goes on, and takes one that fits", async () => {
  const databaseUrl = await createDatabase();
  const server = new ServerProcess(databaseUrl, [], {}, ROOM);
  try {
    await server.start();
    const dates = { version: "45.4", automaticAt: "2026-01-06", state: "published" };
    const made = await fetch(`${server.url}/v1/releases`, {
      method: "POST",
      body: JSON.stringify(dates),
      headers: { ...AUTHORIZED, "content-type": "application/json" },
    });
    const { id } = (await made.json()) as { id: string };
    const send = (fileName: string, bytes: number) =>
      fetch(`${server.url}/v1/releases/${id}/builds?platform=win&arch=x64&format=exe&fileName=${fileName}`, {
        method: "POST",
        body: Buffer.alloc(bytes, 1),
        headers: { ...AUTHORIZED, "content-type": "application/octet-stream" },
      });
    const refused = await send("large.exe", 2 * ROOM);
    expect([refused.status, await refused.json()]).toMatchObject([507, { errors: [{ code: "disk_full" }] }]);
    expect(await readdir(join(server.dataDirectory, "builds", "unfinished"))).toEqual([]);
    const sendMany = async () => {
      for (let again = 0; again < 100; again++) expect((await send("large.exe", 2 * ROOM)).status).toBe(507);
    };
    await sendMany();
    const before = await residentMegabytes(server.pid);
    await sendMany();
    // The first make the heap grow; later ones find room in it.
    expect((await residentMegabytes(server.pid)) - before).toBeLessThan(OWN_MEGABYTES);
    expect((await send("small.exe", ROOM / 2)).status).toBe(201);
    const builds = await fetch(`${server.url}/v1/builds`, { headers: AUTHORIZED });
    expect(((await builds.json()) as { items: object[] }).items).toMatchObject([{ fileName: "small.exe" }]);
    const check = await fetch(`${server.url}/v1/updates/check?platform=win&arch=x64&version=45.1`);
    expect(await check.json()).toMatchObject({ action: "update", version: "45.4" });
    await server.end();
    await expectNothingLost(databaseUrl, []);
  } finally {
    await server.destroy();
  }
});
