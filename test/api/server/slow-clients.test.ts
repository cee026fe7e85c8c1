import { beforeAll, describe, expect, test, vi } from "vitest";
import { LIMITS } from "../../../src/serving/limits.ts";
import { startServer, type TestServer, VENDOR_TOKEN } from "../../support/running-server.ts";
import { borrowStore } from "../../support/store-pool.ts";
import { get } from "../caller.ts";
import { make } from "../tenancy.ts";
import { openRaw } from "./raw-connection.ts";

const SHORT = { headersMs: 400, bodyMs: 400, keepAliveMs: 600, unreadMs: 400, lookMs: 50 };

let server: TestServer;
let release: string;

beforeAll(async () => {
  const store = await borrowStore("embedded");
  server = await startServer(store, {}, { limits: SHORT });
  release = await make(server, "/v1/releases", { version: "45.1", automaticAt: "2026-01-06" });
  return async () => {
    await server.close();
    await store.close();
  };
});

const SIGNED = `Host: localhost\r\nAuthorization: Bearer ${VENDOR_TOKEN}\r\n`;
const JSON_HEAD = `POST /v1/partners HTTP/1.1\r\n${SIGNED}Content-Type: application/json\r\n`;

/** Writes a byte every so often until the connection ends. */
async function drip(connection: Awaited<ReturnType<typeof openRaw>>, text: string): Promise<number> {
  const timer = setInterval(() => connection.socket.writable && connection.write(text), 50);
  const milliseconds = await connection.ended;
  clearInterval(timer);
  return milliseconds;
}

describe("a client is cut off that", () => {
  test("never ends its headers, though it keeps sending", async () => {
    const connection = await openRaw(server);
    connection.write("GET /v1/me HTTP/1.1\r\nHost: localhost\r\n");
    expect(await drip(connection, "X-More: 1\r\n")).toBeLessThan(3_000);
    expect(connection.seen()).toMatch(/^HTTP\/1\.1 408 /);
    expect(connection.seen()).toContain('"code":"request_too_slow"');
  });

  test("says nothing at all", async () => {
    const connection = await openRaw(server);
    expect(await connection.ended).toBeLessThan(3_000);
  });

  test("never ends a JSON body, though it keeps sending; it is told why", async () => {
    const connection = await openRaw(server);
    connection.write(`${JSON_HEAD}Content-Length: 100000\r\n\r\n{"name":"`);
    expect(await drip(connection, "a")).toBeLessThan(3_000);
    expect(connection.seen()).toMatch(/^HTTP\/1\.1 408 /);
    expect(connection.seen()).toContain('"code":"body_too_slow"');
  });

  test("never ends a body in chunks", async () => {
    const connection = await openRaw(server);
    connection.write(`${JSON_HEAD}Transfer-Encoding: chunked\r\n\r\n`);
    expect(await drip(connection, "1\r\na\r\n")).toBeLessThan(3_000);
    expect(connection.seen()).toContain('"code":"body_too_slow"');
  });

  test("goes on sending a body that was refused long ago", async () => {
    const connection = await openRaw(server);
    const head = "POST /v1/partners HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n";
    connection.write(`${head}Content-Length: 100000\r\n\r\n{`);
    expect(await drip(connection, "a")).toBeLessThan(3_000);
    expect(connection.seen()).toMatch(/^HTTP\/1\.1 401 /);
  });

  test("falls silent in the middle of an upload", async () => {
    const connection = await openRaw(server);
    connection.write(uploadHead("silent.exe", 1000));
    connection.write("some bytes");
    expect(await connection.ended).toBeLessThan(3_000);
    const { items } = await get(server, VENDOR_TOKEN, "/v1/builds");
    expect(items).toEqual([]);
  });

  test("reads nothing of what it asks for", async () => {
    const connection = await openRaw(server);
    connection.socket.pause();
    // The buffers of a system take some megabytes.
    for (let asked = 0; asked < 60; asked++)
      connection.write("GET /v1/openapi.json HTTP/1.1\r\nHost: localhost\r\n\r\n");
    const metrics = async () => (await fetch(`${server.url}/metrics`)).text();
    await vi.waitFor(
      async () => expect(await metrics()).toMatch(/^sluice_unread_connections_closed_total 1$/m),
      { timeout: 20_000 },
    );
    connection.socket.destroy();
  });

  test("keeps a connection without a request", async () => {
    const connection = await openRaw(server);
    connection.write("GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n");
    expect(await connection.ended).toBeLessThan(4_000);
    expect(connection.seen()).toMatch(/^HTTP\/1\.1 200 /);
  });
});

test("an upload may take far longer than a JSON body, as long as bytes keep coming", async () => {
  const connection = await openRaw(server);
  connection.write(uploadHead("slow.exe", 20).replace("\r\n\r\n", "\r\nConnection: close\r\n\r\n"));
  for (let sent = 0; sent < 20; sent++) {
    connection.write("b");
    await new Promise((resolve) => setTimeout(resolve, 60));
  }
  expect(await connection.ended).toBeGreaterThan(2 * SHORT.bodyMs);
  expect(connection.seen()).toMatch(/^HTTP\/1\.1 201 /);
});

function uploadHead(fileName: string, bytes: number): string {
  const path = `/v1/releases/${release}/builds?platform=win&arch=x64&format=exe&fileName=${fileName}`;
  const type = "Content-Type: application/octet-stream";
  return `POST ${path} HTTP/1.1\r\n${SIGNED}${type}\r\nContent-Length: ${bytes}\r\n\r\n`;
}

describe("what is no request of HTTP is refused as every call is", () => {
  test.each([
    ["GARBAGE\r\n\r\n", 400, "request_malformed"],
    ["GET / HTTP/9.9\r\nHost: x\r\n\r\n", 400, "request_malformed"],
    ["GET / HTTP/1.1\r\n\r\n", 400, null],
    [
      "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n",
      400,
      "request_malformed",
    ],
    [
      "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n",
      400,
      "request_malformed",
    ],
    [
      `GET / HTTP/1.1\r\nHost: x\r\nX-Long: ${"a".repeat(LIMITS.headerBytes)}\r\n\r\n`,
      431,
      "headers_too_large",
    ],
    [`GET /${"a".repeat(LIMITS.headerBytes)} HTTP/1.1\r\nHost: x\r\n\r\n`, 431, "headers_too_large"],
  ])("%#", async (text, status, code) => {
    const connection = await openRaw(server);
    connection.write(text);
    await connection.ended;
    const [head = "", body = ""] = connection.seen().split("\r\n\r\n");
    expect(head).toMatch(new RegExp(`^HTTP/1\\.1 ${status} `));
    if (code === null) return;
    const problem = JSON.parse(body);
    expect(problem).toMatchObject({ message: expect.any(String), errors: [{ code }] });
    expect(head).toContain(`TrackingID: ${problem.trackingId}`);
  });
});

test("after all of this the server answers", async () => {
  expect(await get(server, VENDOR_TOKEN, "/v1/me")).toMatchObject({ role: "vendor_admin" });
});
