import { randomBytes } from "node:crypto";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Platform } from "../../src/catalog/platform.ts";
import { make } from "../api/tenancy.ts";
import { makeBlockMap, withBlockMap } from "../support/block-map.ts";
import { checkWithRealUpdater, type Observed, type RealUpdaterSetting } from "../support/real-updater.ts";
import { startServer, type TestServer } from "../support/running-server.ts";
import { startS3Server } from "../support/s3-server.ts";
import { borrowStore } from "../support/store-pool.ts";
import { type PublishedBuild, publish } from "./publish.ts";

const MIB = 1024 ** 2;
/** The most of a file of 8 MiB that is to arrive where three of its 512 blocks are new. */
const A_FRACTION = 0.05 * 8 * MIB;

const OLD = "45.4.1-32313";
const NEW = "45.5.0-32411";

const OLD_FILE = randomBytes(8 * MIB);
const NEW_FILE = withNewBytes(OLD_FILE, MIB, 4 * MIB, 7 * MIB);
const OTHER_FILE = withNewBytes(OLD_FILE, 2 * MIB, 3 * MIB, 5 * MIB);

/** The first day of each month of the releases below. */
const NEW_IS_OUT = "2026-03-02T00:00:00Z";
const WRONG_MAP_IS_OUT = "2026-04-02T00:00:00Z";
const NAMED_ALIKE_IS_OUT = "2026-05-02T00:00:00Z";

function withNewBytes(file: Uint8Array, ...places: readonly number[]): Buffer {
  const changed = Buffer.from(file);
  for (const at of places) changed.fill(randomBytes(100), at, at + 100);
  return changed;
}

const PLATFORMS = ["win", "mac", "linux"] as const;
const FORMATS = { win: "exe", mac: "zip", linux: "appimage" } as const;

/** A file as electron-builder makes it for a platform, with a block map beside it or at its end, by default its own. */
function packaged(platform: Platform, name: string, file: Uint8Array, mapped = file): PublishedBuild {
  const said = { platform, format: FORMATS[platform], fileName: `${name}.${FORMATS[platform]}` };
  if (platform !== "linux") return { ...said, bytes: file, blockMap: makeBlockMap(mapped) };
  const { bytes, blockMapSize } = withBlockMap(file, mapped);
  return { ...said, bytes, updaters: { electron: { blockMapSize } } };
}

/** A server with one organization and its releases for every platform. */
interface World {
  readonly server: TestServer;
  readonly organization: string;
  readonly close: () => Promise<void>;
}

async function startWorld(overrides: Parameters<typeof startServer>[1] = {}): Promise<World> {
  const store = await borrowStore("embedded");
  const server = await startServer(store, overrides);
  const organization = await make(server, "/v1/organizations", { name: "Acme", partnerIds: [] });
  const release = async (
    version: string,
    automaticAt: string,
    ...file: readonly [string, Buffer, Buffer?]
  ) => {
    const id = await make(server, "/v1/releases", { version, automaticAt, state: "published" });
    for (const platform of PLATFORMS) await publish(server, id, packaged(platform, ...file));
  };
  await release("45.4.1.32313", "2026-02-01", `Demo App-${OLD}`, OLD_FILE);
  await release("45.5.0.32411", "2026-03-01", `Demo App-${NEW}`, NEW_FILE);
  await release("45.6.0.32500", "2026-04-01", "Demo App-45.6.0-32500", OTHER_FILE, NEW_FILE);
  await release("45.7.0.32600", "2026-05-01", "Demo App", NEW_FILE);
  server.setClock(NEW_IS_OUT);
  const close = async () => {
    await server.close();
    await store.close();
  };
  return { server, organization, close };
}

interface Asked extends Partial<RealUpdaterSetting> {
  readonly platform: Platform;
  readonly runningVersion?: string;
  /** What stands in front of the path of the feed, and behind the organization. */
  readonly path?: readonly [string, string];
}

/** Updates an app, which was installed from the old file, with the real electron-updater; gives what arrived. */
async function update({ server, organization }: World, { path, ...asked }: Asked) {
  const observed: Observed = {};
  const [before, behind] = path ?? ["", `?version=${OLD}&user=ann`];
  const feedUrl = `${server.url}${before}/feeds/electron/${organization}/${behind}`;
  const installed = { file: packaged(asked.platform, "", OLD_FILE).bytes };
  const setting = { feedUrl, runningVersion: OLD, installed, observed, ...asked };
  const { downloadedFile, version } = await checkWithRealUpdater(setting);
  return { version, file: downloadedFile?.bytes, bytes: observed.bytes ?? Number.NaN };
}

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world.close());

describe.each(PLATFORMS)("the real electron-updater on %s", (platform) => {
  const newFile = packaged(platform, "", NEW_FILE).bytes;
  const otherFile = packaged(platform, "", OTHER_FILE, NEW_FILE).bytes;

  test.each([
    ["in all ranges at once", {}],
    ["in one range after another", { useMultipleRangeRequest: false }],
    ["with a version in the path", { path: ["", `version/${OLD}/arch/x64/`] }],
    ["in an app that sets a channel and allows downgrades", { channel: "beta", allowDowngrade: true }],
  ] as const)("downloads the blocks that are new, %s", async (_way, more) => {
    const { file, bytes, version } = await update(world, { platform, ...more });
    expect(version).toBe(NEW);
    expect(file?.equals(newFile)).toBe(true);
    expect(bytes).toBeLessThan(A_FRACTION);
  });

  test.each([
    ["in all ranges at once", true],
    ["in one range after another", false],
  ])("downloads the whole file where the block map is that of another file, %s", async (_way, several) => {
    world.server.setClock(WRONG_MAP_IS_OUT);
    const { file, bytes } = await update(world, { platform, useMultipleRangeRequest: several });
    world.server.setClock(NEW_IS_OUT);
    expect(file?.equals(otherFile)).toBe(true);
    expect(bytes).toBeGreaterThan(otherFile.length);
  });

  test("downloads the whole file where the one that was installed is another than its block map says", async () => {
    const installed = { file: packaged(platform, "", OTHER_FILE, OLD_FILE).bytes };
    const { file, bytes } = await update(world, { platform, installed });
    expect(file?.equals(newFile)).toBe(true);
    expect(bytes).toBeGreaterThan(newFile.length);
  });
});

describe.each(["win", "mac"] as const)(
  "the real electron-updater on %s, by block maps beside the files",
  (platform) => {
    test("needs none of the server of what it has one of", async () => {
      world.server.setClock(NAMED_ALIKE_IS_OUT);
      const blockMap = makeBlockMap(OLD_FILE);
      const { file, bytes } = await update(world, { platform, installed: { file: OLD_FILE, blockMap } });
      expect(file?.equals(NEW_FILE)).toBe(true);
      expect(bytes).toBeLessThan(A_FRACTION);
    });

    test("downloads the whole file where no version in its name leads to the block map of the old one", async () => {
      world.server.setClock(NAMED_ALIKE_IS_OUT);
      const { file, bytes } = await update(world, { platform });
      world.server.setClock(NEW_IS_OUT);
      expect(file?.equals(NEW_FILE)).toBe(true);
      expect(bytes).toBeGreaterThan(NEW_FILE.length);
    });
  },
);

test("differences of many blocks come in requests of as many ranges as are allowed", async () => {
  const blocks = Array.from({ length: 2048 }, (_, index) => index * 4096);
  const file = withNewBytes(OLD_FILE, ...blocks.filter((_, index) => index % 2 === 0));
  const dates = { version: "45.8.0", automaticAt: "2026-06-01", state: "published" };
  const release = await make(world.server, "/v1/releases", dates);
  const { blockMap: _, ...given } = packaged("win", "Demo App-45.8.0", file);
  await publish(world.server, release, { ...given, blockMap: makeBlockMap(file, 4096) });
  world.server.setClock("2026-06-02T00:00:00Z");
  const installed = { file: OLD_FILE, blockMap: makeBlockMap(OLD_FILE, 4096) };
  const found = await update(world, { platform: "win", installed });
  world.server.setClock(NEW_IS_OUT);
  expect(found.file?.equals(file)).toBe(true);
  expect(found.bytes).toBeLessThan(0.55 * 8 * MIB);
});

test("it is the same on every platform behind a public address with a path", async () => {
  const there = await startWorld({ publicUrl: "https://updates.example.org/sluice" });
  for (const platform of PLATFORMS) {
    const { file, bytes } = await update(there, { platform, path: ["/sluice", `?version=${OLD}`] });
    expect(file?.equals(packaged(platform, "", NEW_FILE).bytes)).toBe(true);
    expect(bytes).toBeLessThan(A_FRACTION);
  }
  await there.close();
});

describe("with builds in a store that speaks S3", () => {
  let inS3: World;
  beforeAll(async () => {
    const s3 = await startS3Server();
    inS3 = await startWorld({ s3: s3.location });
    return async () => {
      await inS3.close();
      await s3.close();
    };
  });

  test.each(
    PLATFORMS.flatMap((platform) => [
      { platform, useMultipleRangeRequest: true },
      { platform, useMultipleRangeRequest: false },
    ]),
  )("the blocks that are new are downloaded: %o", async (asked) => {
    const { file, bytes } = await update(inS3, asked);
    expect(file?.equals(packaged(asked.platform, "", NEW_FILE).bytes)).toBe(true);
    expect(bytes).toBeLessThan(A_FRACTION);
  });
});
