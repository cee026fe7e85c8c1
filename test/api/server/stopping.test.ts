import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readdir, rm } from "node:fs/promises";
import { Agent, request } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { beforeEach, describe, expect, test, vi } from "vitest";
import type { Config } from "../../../src/api/config.ts";
import type { Limits } from "../../../src/serving/limits.ts";
import { fillDataDirectory } from "../../support/data-directory.ts";
import { SLUICE } from "../../support/program.ts";
import { startServer, type TestServer, VENDOR_TOKEN } from "../../support/running-server.ts";
import { borrowStore } from "../../support/store-pool.ts";
import { make } from "../tenancy.ts";
import { openRaw } from "./raw-connection.ts";

/** Where a machine is busy with more than this. */
const SLOWLY = { timeout: 20_000 };

const CHECK = "/v1/updates/check?platform=win&arch=x64&version=45.1";
const SIGNED = `Host: localhost\r\nAuthorization: Bearer ${VENDOR_TOKEN}\r\n`;

let server: TestServer;

async function start(limits: Partial<Limits> = {}, overrides: Partial<Config> = {}): Promise<string> {
  const store = await borrowStore("embedded");
  server = await startServer(store, overrides, { limits });
  closeStore = () => store.close();
  return make(server, "/v1/releases", { version: "45.1", automaticAt: "2026-01-06" });
}

let closeStore = async (): Promise<void> => undefined;

beforeEach(() => () => closeStore());

/** Begins an upload and waits until its bytes arrive. */
async function beginUpload(release: string) {
  const path = `/v1/releases/${release}/builds?platform=win&arch=x64&format=exe&fileName=a.exe`;
  const upload = await openRaw(server);
  const type = "Content-Type: application/octet-stream";
  upload.write(`POST ${path} HTTP/1.1\r\n${SIGNED}${type}\r\nContent-Length: 10\r\n\r\nbytes`);
  const folder = join(server.dataDirectory, "builds", "unfinished");
  await vi.waitFor(async () => expect(await readdir(folder)).toHaveLength(1), SLOWLY);
  return upload;
}

describe("a server that is told to stop", () => {
  test("finishes an upload that is under way, and tells its client to close the connection", async () => {
    const upload = await beginUpload(await start());
    const closed = server.close();
    await vi.waitFor(() => expect(fetch(`${server.url}/healthz`)).rejects.toThrow(), SLOWLY);
    upload.write("bytes");
    await upload.ended;
    expect(upload.seen()).toMatch(/^HTTP\/1\.1 201 /);
    expect(upload.seen()).toMatch(/connection: close/i);
    await closed;
  });

  test("gives up on an upload that does not end", async () => {
    const upload = await beginUpload(await start({ stopMs: 300 }));
    const before = Date.now();
    await Promise.all([server.close(), upload.ended]);
    expect(Date.now() - before).toBeLessThan(5_000);
    expect(upload.seen()).toBe("");
  });

  test("waits for no connection over which nothing ever came, at none of its ports", async () => {
    // Longer than any test may take.
    await start({ stopMs: 3_600_000 }, { metrics: { port: 0, host: "127.0.0.1", token: null } });
    const urls = [server.url, server.metricsUrl ?? ""];
    const silent = await Promise.all(urls.map((url) => openRaw({ url })));
    // They are taken in the order in which they came.
    for (const url of urls) await fetch(url);
    await server.close();
    await Promise.all(silent.map(({ ended }) => ended));
  });

  test.each([
    ["a plain check", CHECK],
    ["a check by the full route", `${CHECK}&manual=true`],
    ["an API call", "/v1/me"],
  ])("answers %s that had begun to arrive, and says that it closes", async (_what, path) => {
    const release = await start();
    const [upload, connection] = await Promise.all([beginUpload(release), openRaw(server)]);
    connection.write(`GET ${path} HTTP/1.1\r\n`);
    await new Promise((resolve) => setTimeout(resolve, 50));
    const closed = server.close();
    await vi.waitFor(() => expect(fetch(`${server.url}/healthz`)).rejects.toThrow(), SLOWLY);
    connection.write(`${SIGNED}\r\n`);
    await connection.ended;
    expect(connection.seen()).toMatch(/^HTTP\/1\.1 200 /);
    expect(connection.seen()).toMatch(/connection: close/i);
    upload.write("bytes");
    await closed;
    expect(upload.seen()).toMatch(/^HTTP\/1\.1 201 /);
  });

  test("loses no call of a client that asks on and on", async () => {
    await start({ drainMs: 1_000 });
    const agent = new Agent({ keepAlive: true, maxSockets: 8 });
    let isOver = false;
    const answers = { whole: 0, refused: 0, broken: [] as string[] };
    const ask = async (path: string): Promise<void> => {
      const sent = request(server.url + path, {
        agent,
        headers: { authorization: `Bearer ${VENDOR_TOKEN}` },
      });
      sent.end();
      try {
        const [response] = await once(sent, "response");
        const parts = await response.setEncoding("utf8").toArray();
        JSON.parse(parts.join(""));
        expect(response.statusCode).toBe(200);
        answers.whole++;
      } catch (error) {
        const { code } = error as { code?: string };
        if (code === "ECONNREFUSED") answers.refused++;
        // A new connection that the server had not taken when it closed its port: nothing of it was accepted.
        else if (code !== "ECONNRESET" || sent.reusedSocket) answers.broken.push(String(error));
      }
    };
    const clients = [CHECK, CHECK, `${CHECK}&manual=true`, "/v1/me", "/v1/releases"].map(async (path) => {
      while (!isOver) await ask(path);
    });
    await vi.waitFor(() => expect(answers.whole).toBeGreaterThan(200), SLOWLY);
    await server.close();
    isOver = true;
    await Promise.all(clients);
    agent.destroy();
    expect(answers.broken).toEqual([]);
    expect(answers.refused).toBeGreaterThan(0);
  });

  test("by SIGTERM answers what has begun, and its process ends with code 0", async () => {
    const data = await mkdtemp(join(tmpdir(), "sluice-stop-"));
    await fillDataDirectory(data);
    const environment = { PORT: "0", DATA_DIR: data, SLUICE_VENDOR_TOKEN: VENDOR_TOKEN, LOG_LEVEL: "silent" };
    const child = spawn(process.execPath, [...SLUICE, "serve"], {
      env: { ...process.env, ...environment },
      stdio: ["ignore", "pipe", "inherit"],
    });
    const ended = once(child, "exit");
    const url = await new Promise<string>((resolve) => {
      createInterface({ input: child.stdout }).on("line", (line) => {
        const said = /answers on (\S+)/.exec(line)?.[1];
        if (said) resolve(said);
      });
    });
    const connection = await openRaw({ url });
    connection.write("GET /v1/me HTTP/1.1\r\n");
    await new Promise((resolve) => setTimeout(resolve, 100));
    child.kill("SIGTERM");
    await vi.waitFor(() => expect(fetch(`${url}/healthz`)).rejects.toThrow(), SLOWLY);
    connection.write(`${SIGNED}\r\n`);
    await connection.ended;
    expect(connection.seen()).toMatch(/^HTTP\/1\.1 200 /);
    expect(await ended).toEqual([0, null]);
    await rm(data, { recursive: true });
  });
});
