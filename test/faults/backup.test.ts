import { cp, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pino } from "pino";
import { expect, test } from "vitest";
import { readConfig } from "../../src/api/config.ts";
import { type RunningServer, serve } from "../../src/api/serve.ts";
import { verifyLedger } from "../../src/store/verify/verify-ledger.ts";
import { VENDOR_TOKEN } from "../support/running-server.ts";

const AUTHORIZED = { authorization: `Bearer ${VENDOR_TOKEN}` };

test("the data directory of a stopped server is a backup: a server on a copy has everything, and its ledger verifies", async () => {
  const folder = await mkdtemp(join(tmpdir(), "sluice-backup-"));
  const noFile = join(folder, "empty.env");
  await writeFile(noFile, "");
  const start = async (name: string): Promise<RunningServer> => {
    const environment = { SLUICE_CONFIG: noFile, PORT: "0", SLUICE_VENDOR_TOKEN: VENDOR_TOKEN };
    const config = readConfig({ ...environment, DATA_DIR: join(folder, name) });
    if (!config.ok) throw new Error(config.error.message);
    const running = await serve(config.value, { log: pino({ level: "silent" }) });
    if (!running.ok) throw new Error(running.error.message);
    return running.value;
  };
  const server = await start("data");
  const dates = { version: "45.4", automaticAt: "2026-01-06", state: "published" };
  const made = await fetch(`${server.url}/v1/releases`, {
    method: "POST",
    body: JSON.stringify(dates),
    headers: { ...AUTHORIZED, "content-type": "application/json" },
  });
  const { id } = (await made.json()) as { id: string };
  const path = `/v1/releases/${id}/builds?platform=win&arch=x64&format=exe&fileName=a.exe`;
  const headers = { ...AUTHORIZED, "content-type": "application/octet-stream" };
  expect((await fetch(server.url + path, { method: "POST", headers, body: "bytes" })).status).toBe(201);
  const { head: noted } = await verifyLedger(server.context.store);
  await server.close();
  await cp(join(folder, "data"), join(folder, "copy"), { recursive: true });
  await rm(join(folder, "data"), { recursive: true });

  const restored = await start("copy");
  const verified = await verifyLedger(restored.context.store, { expected: noted });
  expect(verified).toMatchObject({ findings: [], head: { sequence: noted.sequence } });
  const check = await fetch(`${restored.url}/v1/updates/check?platform=win&arch=x64&version=45.1`);
  const { build } = (await check.json()) as { build: { url: string } };
  expect(await (await fetch(build.url)).text()).toBe("bytes");
  await restored.close();
  await rm(folder, { recursive: true });
});
