import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { changingNothing, get } from "../api/caller.ts";
import { zippedApp } from "../intake/folders/apps.ts";
import { VENDOR_TOKEN } from "../support/running-server.ts";
import { useRealBench } from "./real-bench.ts";

const bench = useRealBench(async ({ server, folder, sluice }) => {
  for (const version of ["46.1", "46.2"]) {
    await sluice("release", "publish", version, "--automatic-at", "2026-01-06");
    await sluice("build", "add", "--release", version, write(folder, `App-${version}-x64.exe`, version));
  }
  server.setClock("2026-03-01T12:00:00Z");
});

function write(folder: string, name: string, bytes: Buffer | string): string {
  writeFileSync(join(folder, name), bytes);
  return join(folder, name);
}

async function ran(...args: string[]) {
  const { exit, out, err } = await bench.sluice(...args, "--json");
  if (exit !== 0) throw new Error(err);
  return JSON.parse(out);
}

describe("the limits of a release", () => {
  test("are set, refused with what to do, and taken back", async () => {
    const floor = ["--floor", "moves the database", "--expires-at", "2026-03-20", "--warn-days", "7"];
    await changingNothing(bench.server, async () => {
      const refused = await bench.sluice("release", "set", "46.1", ...floor);
      expect(refused).toMatchObject({
        exit: 1,
        err: expect.stringMatching(/say why in expiryReason.*expiry_needs_reason/),
      });
      const newest = await bench.sluice("release", "set", "46.2", "--expires-at", "2026-12-01");
      expect(newest.err).toMatch(/nothing newer to go to on win; publish .*\[expiry_strands\]/);
    });
    const reasoned = await ran("release", "set", "46.1.0", ...floor, "--reason", "its certificate ends");
    expect(reasoned).toMatchObject({
      floor: { reason: "moves the database" },
      expiresAt: "2026-03-20T00:00:00.000Z",
      expiryReason: "its certificate ends",
      warnDays: 7,
    });
    expect(await ran("release", "show", "46.1")).toEqual(reasoned);
    const back = await ran("release", "set", "46.1", "--no-floor", "--no-expires-at");
    expect(back).toMatchObject({ floor: null, expiresAt: null, expiryReason: null, warnDays: 7 });
  });

  test("keep the blocks of everybody who adds one at the same time", async () => {
    const reasons = ["no sound", "no camera", "no screen"];
    const added = await Promise.all(
      reasons.map((reason) => bench.sluice("block", "add", "46.2", "--reason", reason)),
    );
    expect(added.map(({ exit }) => exit)).toEqual([0, 0, 0]);
    const { items } = await ran("block", "list", "46.2");
    expect(items.map(({ reason }: { reason: string }) => reason).sort()).toEqual([...reasons].sort());
    await Promise.all(
      [1, 2, 3].map((number) => ran("block", "remove", "46.2", String(number)).catch(String)),
    );
    expect((await ran("block", "list", "46.2")).items).toEqual([]);
  });

  test("come with a calendar, as CSV too", async () => {
    const heading = "version;automatic at;expires at;expiry reason;floor";
    const csv = write(
      bench.folder,
      "c.csv",
      `${heading}\n46.1;2026-01-06;2026-03-10;a leak;\n46.3;2026-04-07;;;new\n`,
    );
    expect(await ran("calendar", "import", csv)).toEqual({ created: 1, changed: 1, unchanged: 0 });
    expect(await ran("calendar", "import", csv)).toEqual({ created: 0, changed: 0, unchanged: 2 });
    expect(await ran("release", "show", "46.3")).toMatchObject({
      floor: { reason: "new" },
      state: "planned",
    });
  });
});

describe("the systems of a build (R32)", () => {
  const buildOf = (id: string) => get(bench.server, VENDOR_TOKEN, `/v1/builds/${id}`);
  const add = (...args: string[]) => ran("build", "add", "--release", "46.3", ...args);

  test("are what options say, else what the file says inside, and change later", async () => {
    const path = write(bench.folder, "App-46.3-mac.zip", zippedApp("46.3"));
    const { items } = await add(path);
    expect(items[0]).toMatchObject({ minimumOsVersion: "12.0", maximumOsVersion: null });
    const [{ id }] = (await add(path, "--minimum-os-version", "13", "--maximum-os-version", "14.7")).items;
    expect(id).toBe(items[0].id);
    expect(await buildOf(id)).toMatchObject({ minimumOsVersion: "13", maximumOsVersion: "14.7" });
    const set = await bench.sluice(
      "build",
      "set",
      id,
      "--minimum-os-version",
      "12.6",
      "--no-maximum-os-version",
    );
    expect(set.out).toContain("is for system 12.6 and newer.");
    expect(await buildOf(id)).toMatchObject({ minimumOsVersion: "12.6", maximumOsVersion: null });
    expect((await bench.sluice("build", "list")).out).toMatch(/46\.3 +mac +x64 +zip +12\.6 and newer/);
  });

  test("are refused before anything is sent where they cannot be", async () => {
    const [exe, dmg] = [write(bench.folder, "App.exe", "exe"), write(bench.folder, "App.dmg", "dmg")];
    const refused = async (code: string, ...args: string[]) => {
      const { exit, err } = await bench.sluice("build", "add", "--release", "46.3", ...args);
      expect([exit, err]).toEqual([2, expect.stringContaining(`[${code}]`)]);
    };
    await changingNothing(bench.server, async () => {
      await refused("option_for_one_system", exe, dmg, "--minimum-os-version", "12");
      await refused("os_version_malformed", exe, "--maximum-os-version", "Ventura");
      await refused("os_range_empty", exe, "--minimum-os-version", "11", "--maximum-os-version", "10");
    });
  });
});
