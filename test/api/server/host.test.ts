import { beforeAll, describe, expect, test } from "vitest";
import { isHost } from "../../../src/serving/host-header.ts";
import { startServer, type TestServer } from "../../support/running-server.ts";
import { borrowStore } from "../../support/store-pool.ts";
import { openRaw } from "./raw-connection.ts";

let server: TestServer;

beforeAll(async () => {
  const store = await borrowStore("embedded");
  server = await startServer(store);
  return async () => {
    await server.close();
    await store.close();
  };
});

const FAST = "/v1/updates/check?platform=win&arch=x64&version=45.1";
const PATHS = [
  FAST,
  `${FAST}&manual=1`,
  "/feeds/electron/acme/latest.yml?version=45.1",
  "/healthz",
  "/v1/me",
];

/** What is answered to a request with these lines, whole. */
async function answerTo(path: string, lines: readonly string[], version = "1.1"): Promise<string> {
  const connection = await openRaw(server);
  const head = [`GET ${path} HTTP/${version}`, ...lines, "Connection: close"];
  connection.write(`${head.join("\r\n")}\r\n\r\n`);
  await connection.ended;
  return connection.seen();
}

describe.each(PATHS)("%s", (path) => {
  test.each([
    ["two of them", ["Host: a.example", "Host: b.example"]],
    ["the same one twice", ["Host: a.example", "hOST: a.example"]],
    ["a port that is none", ["Host: a.b:99999"]],
    ["a port that is no number", ["Host: a.b:http"]],
    ["a name with a person in it", ["Host: user@evil.example"]],
    ["markup", ['Host: evil.example"><script>']],
    ["a path", ["Host: evil.example/path"]],
    ["two names in one", ["Host: a.example, b.example"]],
    ["an address that is none", ["Host: [::zz]:80"]],
  ])("is refused with %s", async (_what, lines) => {
    const answer = await answerTo(path, lines);
    expect(answer).toMatch(/^HTTP\/1\.1 400 /);
    expect(answer).toMatch(/"code":"request_malformed"/);
    expect(answer).not.toContain("<script");
  });

  test.each(["a.example", "A.EXAMPLE:8443", "127.0.0.1:1", "[::1]:65535", "my_service:80", ""])(
    "is answered with %j",
    async (host) => {
      const answer = await answerTo(path, [`Host: ${host}`]);
      expect(answer).toMatch(path === "/v1/me" ? /^HTTP\/1\.1 401 / : /^HTTP\/1\.1 200 /);
    },
  );
});

test("HTTP/1.0 need not name a host, HTTP/1.1 must", async () => {
  expect(await answerTo(FAST, [], "1.0")).toMatch(/^HTTP\/1\.1 200 /);
  expect(await answerTo(FAST, [])).toMatch(/^HTTP\/1\.1 400 /);
});

test("one bad request on a connection does not spoil the host of the next", async () => {
  expect(await answerTo(FAST, ["Host: a.example"])).toMatch(/ 200 /);
  expect(await answerTo(FAST, ["Host: a.b:99999"])).toMatch(/ 400 /);
  expect(await answerTo(FAST, ["Host: a.example"])).toMatch(/ 200 /);
  expect(await answerTo(FAST, ["Host: a.example", "Host: a.example"])).toMatch(/ 400 /);
});

test.each([
  "a".repeat(254),
  "a b",
  "a:",
  "a:-1",
  "a:65536",
  "[::1",
  "::1",
  "[]",
  "é.example",
  "a.example:80:80",
])("%j is no host", (text) => {
  expect(isHost(text)).toBe(false);
});
