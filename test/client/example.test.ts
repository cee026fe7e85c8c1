import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, expect, test } from "vitest";
import { get, send } from "../api/caller.ts";
import { startServer, type TestServer, VENDOR_TOKEN } from "../support/running-server.ts";
import { borrowStore } from "../support/store-pool.ts";

const ROOT = join(import.meta.dirname, "..", "..");
const EXAMPLE = join(import.meta.dirname, "example.ts");

let server: TestServer;

beforeAll(async () => {
  const store = await borrowStore("embedded");
  server = await startServer(store);
  return async () => {
    await server.close();
    await store.close();
  };
});

async function make(path: string, body: object): Promise<string> {
  const { json } = await send(server, VENDOR_TOKEN, { method: "POST", path, body });
  return json.id;
}

/** A partner with this default. */
async function makePartner(name: string, cadence: string): Promise<string> {
  const id = await make("/v1/partners", { name });
  const path = `/v1/partners/${id}/release-settings`;
  const body = { schedule: { cadence, deferralWeeks: 1 } };
  await send(server, VENDOR_TOKEN, { method: "PUT", path, body });
  return id;
}

test("the example of docs/client.md is the one that runs here", () => {
  const example = readFileSync(EXAMPLE, "utf8").replaceAll('"../../src/', '"./src/');
  expect(readFileSync(join(ROOT, "docs", "client.md"), "utf8")).toContain(`\`\`\`ts\n${example}\`\`\``);
});

test("it settles every conflict that there is, and leaves the others alone", async () => {
  const partnerIds = [await makePartner("North", "latest"), await makePartner("South", "slow")];
  const torn = await make("/v1/organizations", { name: "Torn Ltd", partnerIds });
  await make("/v1/organizations", { name: "Calm Ltd", partnerIds: [partnerIds[0]] });
  const env = { ...process.env, SLUICE_URL: server.url, SLUICE_TOKEN: VENDOR_TOKEN };
  const child = spawn(process.execPath, ["--import", "tsx", EXAMPLE], { cwd: ROOT, env });
  let said = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream.on("data", (chunk: Buffer) => {
      said += String(chunk);
    });
  }
  const [exit] = (await once(child, "close")) as [number];
  expect([said, exit]).toEqual(["Torn Ltd: organization_schedule, next nothing in sight\n", 0]);
  expect(await get(server, VENDOR_TOKEN, `/v1/organizations/${torn}/release-settings`)).toMatchObject({
    schedule: { cadence: "latest", deferralWeeks: 2 },
  });
});
