import { once } from "node:events";
import { chmod, mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { request } from "node:http";
import { type AddressInfo, createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { sql } from "kysely";
import { pino } from "pino";
import { beforeEach, describe, expect, test, vi } from "vitest";
import { createApp } from "../../src/api/app.ts";
import { type Config, readConfig } from "../../src/api/config.ts";
import { type RunningServer, serve } from "../../src/api/serve.ts";
import { migrateStore } from "../../src/store/migrate-store.ts";
import { openStore } from "../../src/store/open-store.ts";
import { verifyLedger } from "../../src/store/verify/verify-ledger.ts";
import { fillDataDirectory } from "../support/data-directory.ts";
import { createDatabase } from "../support/databases.ts";

const TOKEN = "the-vendor-token-of-tests";
const log = pino({ level: "silent" });

let directory: string;
let data: string;

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), "sluice-serve-"));
  data = join(directory, "data");
  await writeFile(join(directory, "empty.env"), "");
  return () => rm(directory, { recursive: true, force: true });
});

/** A configuration as the program itself reads it. */
function configured(environment: Record<string, string> = {}): Config {
  const config = readConfig({
    SLUICE_CONFIG: join(directory, "empty.env"),
    PORT: "0",
    DATA_DIR: data,
    SLUICE_VENDOR_TOKEN: TOKEN,
    ...environment,
  });
  if (!config.ok) throw new Error(config.error.message);
  return config.value;
}

async function start(environment: Record<string, string> = {}): Promise<RunningServer> {
  const running = await serve(configured(environment), { log });
  if (!running.ok) throw new Error(running.error.message);
  return running.value;
}

/** The code and the sentence with which starting is refused. */
async function refusal(environment: Record<string, string>): Promise<{ code: string; message: string }> {
  const running = await serve(configured(environment), { log });
  if (!running.ok) return running.error;
  await running.value.close();
  throw new Error("it started");
}

async function call(running: RunningServer, method: string, path: string, body?: object) {
  const headers = { authorization: `Bearer ${TOKEN}`, ...(body && { "content-type": "application/json" }) };
  const sent = { method, headers, ...(body && { body: JSON.stringify(body) }) };
  const response = await fetch(running.url + path, sent);
  // biome-ignore lint/suspicious/noExplicitAny: what a server answers is read field by field
  return { status: response.status, json: (await response.json()) as any };
}

describe("what stands in the way of a start is said, and nothing is left open", () => {
  test("a port in use", async () => {
    const DATABASE_URL = await createDatabase();
    const holder = createServer().listen(0, "127.0.0.1");
    await once(holder, "listening");
    const { port } = holder.address() as AddressInfo;
    const { code, message } = await refusal({ DATABASE_URL, PORT: String(port) });
    expect([code, message]).toEqual([
      "port_in_use",
      expect.stringContaining(`PORT ${port} is in use on 127.0.0.1`),
    ]);
    holder.close();
    const free = await start({ DATABASE_URL, PORT: String(port) });
    expect(free.url).toBe(`http://127.0.0.1:${port}`);
    await free.close();
  });

  test("an address that is none of this machine", async () => {
    expect(await refusal({ DATABASE_URL: await createDatabase(), HOST: "192.0.2.1" })).toMatchObject({
      code: "address_not_available",
      message: expect.stringContaining("192.0.2.1"),
    });
  });

  test("a data directory that another server uses", async () => {
    await fillDataDirectory(data);
    const first = await start();
    expect(await refusal({})).toMatchObject({
      code: "data_directory_in_use",
      message: expect.stringContaining(data),
    });
    expect((await call(first, "GET", "/readyz")).status).toBe(200);
    await first.close();
  });

  test("a database that does not answer, without its password", async () => {
    const { code, message } = await refusal({
      DATABASE_URL: "postgres://sluice:secret-word@127.0.0.1:9/sluice",
    });
    expect(code).toBe("database_unreachable");
    expect(message).toContain("DATABASE_URL");
    expect(message).not.toContain("secret-word");
  });

  test("a database that is newer than the program", async () => {
    const databaseUrl = await createDatabase();
    const opened = await openStore({ databaseUrl, dataDirectory: data });
    if (!opened.ok) throw new Error(opened.error.message);
    await migrateStore(opened.value);
    await sql`insert into migrations values ('999-tomorrow')`.execute(opened.value.database);
    await opened.value.close();
    expect(await refusal({ DATABASE_URL: databaseUrl })).toMatchObject({
      code: "database_newer_than_program",
      message: expect.stringContaining("999-tomorrow"),
    });
  });
});

describe.each(["embedded", "postgresql"])("a data directory, with the %s database,", (kind) => {
  const environment = async (): Promise<Record<string, string>> =>
    kind === "embedded" ? {} : { DATABASE_URL: await createDatabase() };

  test("that is a file is refused", async () => {
    await writeFile(data, "");
    await refusedDirectory(data);
  });

  test("under a file is refused", async () => {
    await writeFile(data, "");
    await refusedDirectory(join(data, "below"));
  });

  test("that cannot be written is refused", async () => {
    await refusedDirectory(await unwritable());
  });

  test("that is not there yet is made, with those above it", async () => {
    const running = await start({ ...(await environment()), DATA_DIR: join(data, "a", "b") });
    await running.close();
    expect(await readdir(join(data, "a"))).toEqual(["b"]);
  });

  async function refusedDirectory(path: string): Promise<void> {
    const { code, message } = await refusal({ ...(await environment()), DATA_DIR: path });
    expect(code).toBe("data_directory_not_writable");
    expect(message).toContain(path);
    expect(message).toContain("DATA_DIR");
  }
});

/** Root may write everywhere but where there is nothing to write: in the directory of processes. */
async function unwritable(): Promise<string> {
  if (process.getuid?.() === 0) return "/proc/sluice/data";
  const path = await mkdtemp(join(directory, "unwritable-"));
  await chmod(path, 0o500);
  return path;
}

describe("closing", () => {
  test("finishes a call that is under way, and takes no other", async () => {
    const running = await start({ DATABASE_URL: await createDatabase() });
    const { json: release } = await call(running, "POST", "/v1/releases", {
      version: "45.1",
      automaticAt: "2026-01-06",
    });
    const path = `/v1/releases/${release.id}/builds?platform=win&arch=x64&format=exe&fileName=a.exe`;
    const sent = request(running.url + path, {
      method: "POST",
      headers: {
        authorization: `Bearer ${TOKEN}`,
        "content-type": "application/octet-stream",
        "content-length": 2_000_000,
      },
    });
    const answer = once(sent, "response");
    sent.write(Buffer.alloc(1_000_000));
    await vi.waitFor(async () => expect(await readdir(join(data, "builds", "unfinished"))).toHaveLength(1), {
      timeout: 20_000,
    });
    const closed = running.close();
    await vi.waitFor(() => expect(fetch(`${running.url}/healthz`)).rejects.toThrow(), { timeout: 20_000 });
    sent.end(Buffer.alloc(1_000_000));
    const [response] = await answer;
    expect(response.statusCode).toBe(201);
    response.resume();
    const answeredAt = Date.now();
    await closed;
    expect(Date.now() - answeredAt).toBeLessThan(2_000);
    expect(await readdir(join(data, "builds", "unfinished"))).toEqual([]);
  });

  test("does not wait for connections that nobody uses", async () => {
    const running = await start({ DATABASE_URL: await createDatabase() });
    const idle = request(`${running.url}/healthz`, { agent: false, headers: { connection: "keep-alive" } });
    idle.end();
    const [response] = await once(idle, "response");
    expect(response.headers["keep-alive"]).toBe("timeout=72");
    response.resume();
    await once(response, "end");
    const before = Date.now();
    await running.close();
    expect(Date.now() - before).toBeLessThan(5_000);
  });
});

test("a build of 4 GiB has hours to arrive: a request is not cut off after Node's five minutes", async () => {
  const running = await start({ DATABASE_URL: await createDatabase() });
  const app = await createApp(running.context);
  expect(app.server.requestTimeout).toBeGreaterThanOrEqual(3_600_000);
  expect(app.server.headersTimeout).toBeLessThanOrEqual(60_000);
  await running.close();
});

describe("a restart on the same data directory", () => {
  const PATHS = ["/v1/releases", "/v1/builds", "/v1/organizations", "/v1/adminAudit/events", "/readyz"];
  const DEVICE = "platform=win&arch=x64&version=45.1";

  async function fill(running: RunningServer): Promise<{ settings: string; held: string }> {
    const dates = { version: "45.4", automaticAt: "2026-01-06", state: "published" };
    const { json: release } = await call(running, "POST", "/v1/releases", dates);
    const path = `/v1/releases/${release.id}/builds?platform=win&arch=x64&format=exe&fileName=a.exe`;
    const headers = { authorization: `Bearer ${TOKEN}`, "content-type": "application/octet-stream" };
    const uploaded = await fetch(running.url + path, { method: "POST", headers, body: "bytes" });
    expect(uploaded.status).toBe(201);
    const { json } = await call(running, "POST", "/v1/organizations", { name: "Acme", partnerIds: [] });
    const settings = `/v1/organizations/${json.id}/release-settings`;
    await call(running, "PUT", settings, { schedule: { cadence: "latest", deferralWeeks: 3 } });
    return { settings, held: json.id };
  }

  async function see(running: RunningServer, held: string): Promise<object[]> {
    const seen = await Promise.all(PATHS.map((path) => call(running, "GET", path)));
    const check = await call(running, "GET", `/v1/updates/check?organization=${held}&${DEVICE}`);
    return [...seen.map(({ json }) => json), { action: check.json.action, reasons: check.json.reasons }];
  }

  test("keeps everything, and goes on with the ledger", async () => {
    await fillDataDirectory(data);
    const first = await start();
    const { settings, held } = await fill(first);
    const before = await see(first, held);
    expect(before.at(-1)).toMatchObject({ action: "stay" });
    await first.close();

    const second = await start();
    expect(await see(second, held)).toEqual(before);
    const { json } = await call(second, "GET", `/v1/updates/check?${DEVICE}`);
    expect(await (await fetch(json.build.url)).text()).toBe("bytes");
    const { sequence } = second.context.fleet;
    await call(second, "PUT", settings, { schedule: { cadence: "automatic" } });
    const { items } = (await call(second, "GET", "/v1/adminAudit/events")).json;
    expect(items[0]).toMatchObject({ sequence: sequence + 1, action: "change_organization_settings" });
    expect((await verifyLedger(second.context.store)).findings).toEqual([]);
    await second.close();
  });
});
