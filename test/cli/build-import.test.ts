import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { accepted, get, send } from "../api/caller.ts";
import { make } from "../api/tenancy.ts";
import { conveyorFolder } from "../intake/folders/conveyor.ts";
import { electronBuilderFolder } from "../intake/folders/electron-builder.ts";
import { type Folder, writeFolder } from "../intake/folders/folder.ts";
import { squirrelFolder, velopackFolder } from "../intake/folders/packages.ts";
import { edSignature, sparkleFolder } from "../intake/folders/sparkle.ts";
import { tauriFolder, tauriSig } from "../intake/folders/tauri.ts";
import { VENDOR_TOKEN } from "../support/running-server.ts";
import { useRealBench } from "./real-bench.ts";

const bench = useRealBench();

/** A folder of the disk with the files of a tool, and a release of the server for them. */
async function lay(name: string, folder: Folder, version: string) {
  const root = join(bench.folder, name);
  mkdirSync(root, { recursive: true });
  writeFolder(root, folder);
  const dates = { version, automaticAt: "2026-06-01", state: "planned" };
  const release = await make(bench.server, "/v1/releases", dates);
  const builds = async () => {
    const { items } = await get(bench.server, VENDOR_TOKEN, "/v1/builds?max=1000");
    return items.filter((build: { releaseId: string }) => build.releaseId === release);
  };
  const entries = async () => (await get(bench.server, VENDOR_TOKEN, "/v1/ledger?max=1000")).items.length;
  return { root, release, builds, entries };
}

const run = (root: string, ...more: string[]) => bench.sluice("build", "import", root, ...more);

const carried = (builds: readonly any[]) =>
  Object.fromEntries(builds.map(({ fileName, arch, updaters }) => [`${fileName} ${arch}`, updaters]));

describe("build import", () => {
  test.each([
    ["electron-builder", electronBuilderFolder("61.1.0"), "61.1.0.100", 4],
    ["tauri", tauriFolder("61.2.0"), "61.2.0.100", 7],
    ["squirrel", squirrelFolder(), "46.9", 2],
    ["conveyor", conveyorFolder("61.3.0"), "61.3", 6],
  ] as const)(
    "of the folder of %s adds all of it, and run again changes nothing",
    async (name, folder, version, count) => {
      const { root, builds, entries } = await lay(name, folder, version);
      const dry = await run(root, "--release", version, "--dry-run", "--json");
      expect(dry).toMatchObject({ exit: 0, err: "" });
      expect(JSON.parse(dry.out).items.map(({ state }: { state: string }) => state)).toEqual(
        Array.from({ length: count }, () => "new"),
      );
      expect(await builds()).toEqual([]);
      const first = await run(root, "--release", version);
      expect(first).toMatchObject({
        exit: 0,
        out: `${version}: ${count} builds added, 0 changed, 0 there already.\n`,
      });
      const [added, written] = [await builds(), await entries()];
      expect(added).toHaveLength(count);
      const again = await run(root, "--release", version);
      expect(again.out).toBe(`${version}: 0 builds added, 0 changed, ${count} there already.\n`);
      expect(await builds()).toEqual(added);
      expect(await entries()).toBe(written);
    },
  );
});
