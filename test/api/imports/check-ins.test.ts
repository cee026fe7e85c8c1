import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { beforeAll, beforeEach, expect, test } from "vitest";
import { runSluice } from "../../../src/cli/run.ts";
import { startServer, type TestServer, VENDOR_TOKEN } from "../../support/running-server.ts";
import { borrowStore } from "../../support/store-pool.ts";
import { accepted, get, send } from "../caller.ts";
import { make } from "../tenancy.ts";

const NOW = "2026-03-10T12:00:00Z";
let server: TestServer;
let organization: string;

beforeAll(async () => {
  const store = await borrowStore("embedded");
  server = await startServer(store);
  server.setClock(NOW);
  return async () => {
    await server.close();
    await store.close();
  };
});
beforeEach(async () => {
  organization = await make(server, "/v1/organizations", { name: "Acme", partnerIds: [] });
});

const check = (version: string, more = "") =>
  `/v1/updates/check${more}?organization=${organization}&platform=win&arch=x64&version=${version}`;

async function imported(requests: readonly object[], query = "") {
  const path = `/v1/imports/check-ins${query}`;
  return accepted(await send(server, VENDOR_TOKEN, { method: "POST", path, body: { requests } }));
}

/** What is known of the installations. */
async function known(): Promise<object> {
  const { items } = await get(server, VENDOR_TOKEN, `/v1/organizations/${organization}/installations`);
  return Object.fromEntries(
    items.map((one: { installation: string; version: string; lastAskedAt: string }) => [
      one.installation,
      [one.version, one.lastAskedAt],
    ]),
  );
}

test("requests of a log become check-ins with their times: checks and feeds, by header, path and query", async () => {
  const answer = await imported([
    { at: "2026-03-10T08:00:00Z", url: check("45.1"), installation: "header" },
    { at: "2026-03-10T08:01:00Z", url: check("45.2", "/i/p%C3%A4th") },
    { at: "2026-03-10T08:02:00Z", url: `${check("45.3")}&installation=query` },
    {
      at: "2026-03-10T08:03:00Z",
      url: `/feeds/velopack/${organization}/installation/feed/releases.win.json?localVersion=45.4.0`,
    },
    {
      at: "2026-03-10T08:04:00Z",
      url: `/feeds/electron/${organization}/latest.yml?version=45.5.0&arch=x64`,
      installation: "electron",
    },
  ]);
  expect(answer).toEqual({ noted: 5, surplus: 0, unfit: 0, skipped: [] });
  expect(await known()).toEqual({
    header: ["45.1", "2026-03-10T08:00:00.000Z"],
    päth: ["45.2", "2026-03-10T08:01:00.000Z"],
    query: ["45.3", "2026-03-10T08:02:00.000Z"],
    feed: ["45.4", "2026-03-10T08:03:00.000Z"],
    electron: ["45.5", "2026-03-10T08:04:00.000Z"],
  });
});

test("the latest word of an installation counts, in whatever order and however often it is imported", async () => {
  const requests = [
    { at: "2026-03-10T09:00:00Z", url: check("45.3"), installation: "one" },
    { at: "2026-03-10T07:00:00Z", url: check("45.1"), installation: "one" },
    { at: "2026-03-10T08:00:00Z", url: check("45.2"), installation: "one" },
  ];
  const latest = { one: ["45.3", "2026-03-10T09:00:00.000Z"] };
  await imported(requests);
  expect(await known()).toEqual(latest);
  await imported(requests);
  await imported([{ at: "2026-03-09T00:00:00Z", url: check("44.0"), installation: "one" }]);
  expect(await known()).toEqual(latest);
});

test("what is no check-in is left out with its reason, and a dry run writes nothing", async () => {
  const unknown = check("45.1").replace(organization, "6f1b0c52-0000-4000-8000-000000000009");
  const requests = [
    { at: "2026-03-10T12:10:00Z", url: check("45.1"), installation: "one" },
    { at: "2025-03-10T12:00:00Z", url: check("45.1"), installation: "one" },
    { at: NOW, url: "/v1/updates/check?platform=phone", installation: "one" },
    { at: NOW, url: "/v1/organizations", installation: "one" },
    { at: NOW, url: unknown, installation: "one" },
    { at: NOW, url: check("45.1") },
  ];
  const reasons = [
    "in_the_future",
    "too_old",
    "refused",
    "refused",
    "organization_unknown",
    "names_no_installation",
  ];
  const skipped = reasons.map((reason, index) => ({ index, reason }));
  expect(await imported(requests)).toEqual({ noted: 0, surplus: 0, unfit: 0, skipped });
  const good = [{ at: NOW, url: check("45.1"), installation: "one" }];
  expect(await imported(good, "?dryRun=true")).toMatchObject({ noted: 1 });
  expect(await known()).toEqual({});
});

test("the command reads logs, also packed ones, and tells what it left out and where", async () => {
  const folder = mkdtempSync(join(tmpdir(), "sluice-logs-"));
  const line = (url: string, id: string) =>
    `- - - [10/Mar/2026:09:00:00 +0000] "GET ${url} HTTP/1.1" 200 1 "-" "-" "${id}"\n`;
  const text = `${line(check("45.1"), "one")}nothing\n${line("/builds/x/y", "-")}${line(check("45.1"), "-")}`;
  const packed = join(folder, "sluice.log.gz");
  writeFileSync(packed, gzipSync(text));
  let out = "";
  const terminal = {
    env: { SLUICE_URL: server.url, SLUICE_TOKEN: VENDOR_TOKEN },
    out: (said: string) => (out += said),
    err: (said: string) => (out += said),
    progress: null,
    configDirectory: folder,
  };
  const code = await runSluice(["check-ins", "import", "--format", "combined", packed], terminal as never);
  rmSync(folder, { recursive: true, force: true });
  expect(code, out).toBe(0);
  expect(out).toContain("4 lines, 1 check-ins.");
  expect(out).toContain(`[unreadable]: ${packed}:2`);
  expect(out).toContain(`[other_address]: ${packed}:3`);
  expect(out).toContain(`[names_no_installation]: ${packed}:4`);
  expect(await known()).toEqual({ one: ["45.1", "2026-03-10T09:00:00.000Z"] });
});
