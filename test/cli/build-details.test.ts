import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { changingNothing, get } from "../api/caller.ts";
import { make } from "../api/tenancy.ts";
import { zippedApp } from "../intake/folders/apps.ts";
import { msix } from "../intake/folders/conveyor.ts";
import { controlText, deb, tarOf } from "../intake/folders/deb.ts";
import { electronBuilderFolder } from "../intake/folders/electron-builder.ts";
import { bytesOf, writeFolder } from "../intake/folders/folder.ts";
import { edSignature } from "../intake/folders/sparkle.ts";
import { tauriSig } from "../intake/folders/tauri.ts";
import { VENDOR_TOKEN } from "../support/running-server.ts";
import { useRealBench } from "./real-bench.ts";

const bench = useRealBench();

beforeAll(() => make(bench.server, "/v1/releases", { version: "46.9.0.100", automaticAt: "2026-06-01" }));

function write(folder: string, name: string, bytes: Buffer | string): string {
  mkdirSync(join(bench.folder, folder), { recursive: true });
  const path = join(bench.folder, folder, name);
  writeFileSync(path, bytes);
  return path;
}

async function add(...args: string[]) {
  const ran = await bench.sluice("build", "add", "--release", "46.9.0.100", ...args, "--json");
  if (ran.exit !== 0) throw new Error(ran.err);
  return JSON.parse(ran.out).items;
}

const buildOf = (id: string) => get(bench.server, VENDOR_TOKEN, `/v1/builds/${id}`);

describe("build add", () => {
  test("reads what lies beside the file: its signature, its latest.yml, its block map", async () => {
    writeFolder(join(bench.folder, "dist"), electronBuilderFolder());
    const [setup] = await add(join(bench.folder, "dist", "App Setup 46.9.0.exe"));
    expect(await buildOf(setup.id)).toMatchObject({
      appVersion: "46.9.0",
      updaters: { electron: { isAdminRightsRequired: true } },
      companions: [{ kind: "blockmap" }],
    });
    const tauri = write("tauri", "App_46.9.0_x64-setup.exe", bytesOf("tauri"));
    write("tauri", "App_46.9.0_x64-setup.exe.sig", tauriSig("tauri"));
    write("tauri", "Other.exe.sig", "bm8gc2lnbmF0dXJl");
    const [signed] = await add(tauri);
    expect(signed.updaters).toEqual({ tauri: { signature: tauriSig("tauri") } });
  });

  test("reads what the file says inside", async () => {
    const [added] = await add(write("msix", "App.msix", msix("46.9.0.0", "arm64")));
    expect(added).toMatchObject({ arch: "arm64", updaters: { msix: { name: "Example.App" } } });
  });

  test("takes what options say before what was found", async () => {
    const path = write("sparkle", "App-46.9.zip", zippedApp("46.9", "9000"));
    const [added] = await add(path, "--sparkle-signature", edSignature("app"), "--app-version", "46.9.1");
    expect(added).toMatchObject({
      platform: "mac",
      appVersion: "46.9.1",
      updaters: { sparkle: { edSignature: edSignature("app") } },
    });
  });

  test("makes a universal file a build for each architecture", async () => {
    const added = await add(write("universal", "App-46.9.0-universal.dmg", bytesOf("universal")));
    expect(added.map(({ arch }: { arch: string }) => arch)).toEqual(["x64", "arm64"]);
  });

  test.each([
    [
      "a signature of 65 bytes",
      ["--sparkle-signature", Buffer.alloc(65, 1).toString("base64")],
      "details_malformed",
    ],
    [
      "a signature for what its updater does not install",
      ["--winsparkle-signature", edSignature("x")],
      "details_do_not_fit",
    ],
  ])("refuses %s, and sends nothing", async (_what, options, code) => {
    const path = write("refused", "App-46.9.0.dmg", bytesOf("refused"));
    const ran = await changingNothing(bench.server, () =>
      bench.sluice("build", "add", "--release", "46.9.0.100", path, ...options),
    );
    expect(ran).toMatchObject({ exit: 2, err: expect.stringContaining(`[${code}]`) });
  });

  test("gives the build afterwards what is too long for the address of an upload", async () => {
    const control = `${controlText("46.9.0")}${" It does things.\n".repeat(900)}`;
    const packed = tarOf({ control: Buffer.from(control) });
    const path = write("long", "app_46.9.0_amd64.deb", deb("46.9.0", { name: "control.tar", packed }));
    const [added] = await add(path);
    expect((await buildOf(added.id)).updaters).toEqual({ apt: { control: control.trimEnd() } });
  });
});

describe("build set", () => {
  let id: string;
  beforeAll(async () => {
    [{ id }] = await add(write("set", "App-46.9.0-arm64.dmg", bytesOf("set")));
  });
  const set = (...options: string[]) => bench.sluice("build", "set", id, ...options);

  test("gives details later, one by one, and keeps the others", async () => {
    expect(await set("--sparkle-signature", edSignature("set"), "--bundle-version", "9000")).toMatchObject({
      exit: 0,
      out: "App-46.9.0-arm64.dmg: changed; carries details for sparkle.\n",
    });
    expect((await set("--app-version", "46.9.0")).exit).toBe(0);
    const changed = { edSignature: edSignature("other"), bundleVersion: "9000" };
    await set("--sparkle-signature", edSignature("other"));
    expect(await buildOf(id)).toMatchObject({ appVersion: "46.9.0", updaters: { sparkle: changed } });
  });

  test("that are there already changes nothing, and says so", async () => {
    await set("--bundle-version", "9001");
    const again = await changingNothing(bench.server, () => set("--bundle-version", "9001"));
    expect(again).toMatchObject({
      exit: 0,
      out: "App-46.9.0-arm64.dmg: carries all of it already.\n",
    });
  });

  test("takes a signature from the file that Tauri wrote", async () => {
    const [tauri] = await add(write("set", "App_46.9.0_x64-setup.exe", bytesOf("set tauri")));
    const file = write("elsewhere", "a.sig", `${tauriSig("a")}\n`);
    const ran = await bench.sluice("build", "set", tauri.id, "--tauri-signature-file", file, "--json");
    expect(JSON.parse(ran.out).updaters).toEqual({ tauri: { signature: tauriSig("a") } });
    const none = write("elsewhere", "b.sig", "no signature");
    const refused = await bench.sluice("build", "set", tauri.id, "--tauri-signature-file", none);
    expect(refused).toMatchObject({ exit: 2, err: expect.stringContaining("[details_malformed]") });
  });

  test("takes away what is to be carried no more", async () => {
    const details = write("set", "details.json", JSON.stringify({ sparkle: { bundleVersion: "9002" } }));
    await set("--updaters", details);
    expect((await set("--remove", "sparkle")).out).toContain("carries details for no protocol of its own");
    expect((await buildOf(id)).updaters).toEqual({});
  });

  test("of a build that there is not says so", async () => {
    const unknown = "6f1b0c52-0000-4000-8000-000000000009";
    const ran = await bench.sluice("build", "set", unknown, "--app-version", "46.9.0");
    expect(ran).toMatchObject({ exit: 1, err: expect.stringContaining("[not_found]") });
  });
});
