import { afterAll, describe, expect, test } from "vitest";
import { config } from "zod";
import { filesOfItems } from "../../src/web/releases/dropped-files.ts";
import { readDropped } from "../../src/web/releases/read-dropped.ts";
import { electronBuilderFolder } from "../intake/folders/electron-builder.ts";
import type { Folder } from "../intake/folders/folder.ts";

// The page sets it; other files are tested in this process after this one.
afterAll(() => void config({ jitless: false }));

type Items = Parameters<typeof filesOfItems>[0];

/** A folder as a browser gives it when it is dropped. */
function dropped(folder: Folder, name = "dist"): Items {
  return [directory(name, Object.entries(folder))] as unknown as Items;
}

function directory(name: string, files: readonly (readonly [string, Buffer])[]): object {
  const here = files.filter(([path]) => !path.includes("/"));
  const folders = new Set(files.flatMap(([path]) => (path.includes("/") ? [path.split("/")[0] ?? ""] : [])));
  const below = [...folders].map((folder) =>
    directory(
      folder,
      files
        .filter(([path]) => path.startsWith(`${folder}/`))
        .map(([path, bytes]) => [path.slice(folder.length + 1), bytes] as const),
    ),
  );
  const entries = [...here.map(([path, bytes]) => toItem(path, bytes)), ...below];
  return {
    kind: "directory",
    name,
    getEntries: async function* () {
      yield* entries;
    },
  };
}

function toItem(name: string, bytes: Buffer): object {
  return { kind: "file", name, getFile: async () => new File([new Uint8Array(bytes)], name) };
}

describe("a folder that is dropped on the page", () => {
  test("is read as the command line reads it: builds of the release, with what lies beside them", async () => {
    const files = await filesOfItems(dropped(electronBuilderFolder()));
    expect(files.map(({ path }) => path)).not.toContain("dist/win-unpacked/App.exe");
    const read = await readDropped(files, "46.9.0.100");
    if (!read.ok) throw new Error(read.error.message);
    const { builds, otherVersions, leftOut } = read.value;
    expect(builds.map(({ fileName }) => fileName)).toEqual([
      ...["App Setup 46.9.0.exe", "App-46.9.0.dmg", "App-46.9.0.AppImage", "App-46.9.0-arm64-mac.zip"],
    ]);
    expect(builds[0]).toMatchObject({
      target: { platform: "win", arch: "x64", format: "exe" },
      carried: { appVersion: "46.9.0", updaters: { electron: { isAdminRightsRequired: true } } },
      companions: [{ kind: "blockmap", fileName: "App Setup 46.9.0.exe.blockmap" }],
    });
    expect(builds[0]?.companions[0]?.file.size).toBeGreaterThan(10);
    expect(otherVersions).toEqual(["46.8.0"]);
    expect(leftOut.map(({ path }) => path)).toContain("dist/readme.txt");
  });

  test("with a text that is not as its tool writes it is refused, and the text is named", async () => {
    const folder = { ...electronBuilderFolder(), "latest.yml": Buffer.from("version: 1\nfiles: 1\n") };
    const read = await readDropped(await filesOfItems(dropped(folder)), "46.9");
    expect(read).toMatchObject({ ok: false, error: { code: "metadata_malformed" } });
    expect(read.ok ? "" : read.error.message).toContain("dist/latest.yml");
  });

  test("files whose platform nothing tells are there for a person to choose it", async () => {
    const items = [toItem("App.zip", Buffer.from("app"))] as unknown as Items;
    const read = await readDropped(await filesOfItems(items), "46.9");
    expect(read).toMatchObject({
      value: { builds: [{ fileName: "App.zip", target: { platform: "win", arch: "x64", format: "zip" } }] },
    });
  });
});
