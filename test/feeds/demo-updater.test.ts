import { readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { makeBuildBytes } from "../../src/api/demo/build-bytes.ts";
import type { DemoIds } from "../../src/api/demo/fill.ts";
import { call, read, upload, type Visitor } from "../../src/api/demo/visitor.ts";
import { parseVersion } from "../../src/catalog/version.ts";
import { startDemo } from "../support/demo-world.ts";
import { checkWithRealUpdater } from "../support/real-updater.ts";
import type { TestServer } from "../support/running-server.ts";

const NEWEST = "46.11.1-38283";

let server: TestServer;
let vendor: Visitor;
let ids: DemoIds;

beforeAll(async () => {
  const demo = await startDemo();
  ({ server, vendor, ids } = demo);
  return demo.close;
});

const PLATFORMS = ["win", "mac", "linux"] as const;

describe.each(PLATFORMS)("the real electron-updater on %s, pointed at the demo", (platform) => {
  const ask = async (organization: string, runningVersion = "45.1.0-31549", more = "") => {
    const id = ids.organizations.get(organization) ?? organization;
    const feedUrl = `${server.url}/feeds/electron/${id}/?version=${runningVersion}${more}`;
    return checkWithRealUpdater({ platform, feedUrl, runningVersion });
  };

  test.each([
    ["automatic", "Tamarind Labs", NEWEST],
    ["latest, 4 weeks, inherited", "Acorn Books", "46.10.1-38083"],
    ["slow, 6 weeks", "Kelp Marine", "46.10.0-38000"],
    ["partners in conflict", "Basalt Roads", NEWEST],
    ["unknown", "00000000-0000-4000-8000-000000000000", NEWEST],
  ])("an organization that is %s (%s) downloads %s", async (_state, organization, version) => {
    const found = await ask(organization);
    expect(found).toMatchObject({ updateAvailable: true, version });
    expect(found.downloadedFile?.bytes.equals(bytesOf(platform, version))).toBe(true);
  });

  test("a pilot user of an organization on slow downloads the newest; everybody else there does not", async () => {
    const user = await userNamed("Sequoia Bank", "Anna Berg");
    expect(await ask("Sequoia Bank", "45.1.0-31549", `&user=${user}`)).toMatchObject({ version: NEWEST });
    expect(await ask("Sequoia Bank")).toMatchObject({ version: "46.6.1-35236" });
  });

  test("what runs the newest, or something newer still, stays", async () => {
    expect(await ask("Tamarind Labs", NEWEST)).toMatchObject({ updateAvailable: false });
    expect(await ask("Kelp Marine", NEWEST)).toMatchObject({ updateAvailable: false });
  });

  test("after a change to a slower cadence nothing is offered", async () => {
    expect(await ask("Lava Fitness")).toMatchObject({ updateAvailable: false });
    expect(await ask("Lava Fitness", "46.9.0-35800")).toMatchObject({ updateAvailable: false });
  });

  test("a file that was tampered with on the server's disk is refused by the updater", async () => {
    const path = await onDisk(bytesOf(platform, "46.10.0-38000"));
    const bytes = await readFile(path);
    await writeFile(path, Buffer.from(bytes).fill(0x2a, bytes.length - 8));
    try {
      await expect(ask("Kelp Marine")).rejects.toMatchObject({ code: "ERR_CHECKSUM_MISMATCH" });
    } finally {
      await writeFile(path, bytes);
    }
  });
});

test("after a change to a slower cadence the next slow release is offered, and the one after that change only", async () => {
  const release = {
    version: "46.11.2.39000",
    automaticAt: "2026-11-23T00:00:00Z",
    slowAt: "2026-11-23T00:00:00Z",
    state: "published",
  };
  const { id } = await call<{ id: string }>(vendor, "POST", "/v1/releases", release);
  const bytes = new TextEncoder().encode("the next slow release");
  const query = "platform=win&arch=x64&format=exe&fileName=next-slow-x64.exe";
  await upload(vendor, `/v1/releases/${id}/builds?${query}`, "application/octet-stream", bytes);
  const feedUrl = `${server.url}/feeds/electron/${ids.organizations.get("Lava Fitness")}/?version=46.11.1-38283`;
  const ask = () => checkWithRealUpdater({ platform: "win", feedUrl, runningVersion: "46.11.1-38283" });
  expect(await ask()).toMatchObject({ updateAvailable: false });
  server.setClock("2026-11-23T00:00:01Z");
  const found = await ask();
  expect(found).toMatchObject({ updateAvailable: true, version: "46.11.2-39000" });
  expect(found.downloadedFile?.bytes.equals(bytes)).toBe(true);
});

function bytesOf(platform: "win" | "mac" | "linux", semver: string): Uint8Array {
  const format = ({ win: "exe", mac: "zip", linux: "appimage" } as const)[platform];
  const version = parseVersion(semver);
  if (!version.ok) throw new Error(version.error.message);
  return makeBuildBytes({ product: "Webex App", platform, arch: "x64", format, version: version.value });
}

async function userNamed(organization: string, name: string): Promise<string> {
  const path = `/v1/organizations/${ids.organizations.get(organization)}/users`;
  const { items } = await read<{ items: { id: string; displayName: string }[] }>(vendor, path);
  return items.find(({ displayName }) => displayName === name)?.id ?? "";
}

/** The path of the stored build with exactly these bytes. */
async function onDisk(bytes: Uint8Array): Promise<string> {
  const root = join(server.dataDirectory, "builds");
  for (const name of await readdir(root, { recursive: true })) {
    const content = await readFile(join(root, name)).catch(() => null);
    if (content?.equals(bytes)) return join(root, name);
  }
  throw new Error("no stored build has these bytes");
}

test("installations of the demo ask by several updaters, and apt is offered its Debian packages", async () => {
  await server.context.checkInWriter.flush();
  const { byUpdater } = await read<{ byUpdater: { updater: string | null; installations: number }[] }>(
    vendor,
    "/v1/adoption",
  );
  const asking = byUpdater.filter(({ installations }) => installations > 10).map(({ updater }) => updater);
  expect(new Set(asking)).toEqual(new Set(["electron", "squirrel-mac", null]));
  const organization = ids.organizations.get("Tamarind Labs");
  const list = `${server.url}/feeds/apt/${organization}/dists/stable/main/binary-amd64/Packages`;
  expect(await (await fetch(list)).text()).toContain("Package: webex-app\nVersion: 46.11.1.38283\n");
});
