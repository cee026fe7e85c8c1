import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { call, read } from "../../src/api/demo/visitor.ts";
import type { Shape } from "../../src/client/shape.ts";
import { electronBuilderFolder } from "../intake/folders/electron-builder.ts";
import { writeFolder } from "../intake/folders/folder.ts";
import { findAccessibilityFaults } from "./support/axe.ts";
import { type Hub, openHub } from "./support/hub.ts";
import type { Release } from "./support/release.ts";

let hub: Hub;
let folder: string;

beforeAll(async () => {
  hub = await openHub();
  folder = mkdtempSync(join(tmpdir(), "sluice-page-"));
  writeFolder(folder, electronBuilderFolder("48.9.0"));
  return async () => {
    await hub.close();
    rmSync(folder, { recursive: true });
  };
});

async function openBuilds(version: string) {
  const release = await call<Release>(hub.vendor, "POST", "/v1/releases", {
    version,
    automaticAt: "2026-11-10T00:00:00Z",
  });
  const { page, watched } = await hub.open("vendor", `/releases?release=${release.id}&step=builds`);
  const dialog = page.getByRole("dialog", { name: `Builds of ${version}` });
  const chooseFolder = async () => {
    const choosing = page.waitForEvent("filechooser");
    await dialog.getByRole("button", { name: "Choose a folder" }).click();
    await (await choosing).setFiles(folder);
  };
  return { release, page, watched, dialog, chooseFolder };
}

describe("the output folder of a packaging tool", () => {
  test("is shown with what lies beside its files, and sent with details and block maps", async () => {
    const { release, page, watched, dialog, chooseFolder } = await openBuilds("48.9.0.7");
    await chooseFolder();
    const files = dialog.getByRole("list", { name: "Files to upload" }).locator(":scope > li");
    await files.nth(3).waitFor();
    const setup = files.filter({ hasText: "App Setup 48.9.0.exe" });
    await setup
      .getByText("Found beside it: details for electron, the app calls itself 48.9.0, and its block map")
      .waitFor();
    await dialog.getByText("Files of other versions were left out: 46.8.0").waitFor();
    expect(await findAccessibilityFaults(page)).toEqual([]);
    await dialog.getByRole("button", { name: "Upload 4 files" }).click();
    for (const index of [0, 1, 2, 3]) await files.nth(index).getByText("Uploaded.").waitFor();
    const { items } = await read<{ items: readonly Shape<"BuildAnswer">[] }>(
      hub.vendor,
      "/v1/builds?max=1000",
    );
    const build = items.find(({ releaseId, platform }) => releaseId === release.id && platform === "win");
    expect(build).toMatchObject({
      appVersion: "48.9.0",
      updaters: { electron: { isAdminRightsRequired: true } },
      companions: [{ kind: "blockmap", fileName: "App Setup 48.9.0.exe.blockmap" }],
    });
    expect(watched.complaints).toEqual([]);
  });

  test("with a text that is not as its tool writes it is not taken, and the text is named", async () => {
    const { watched, dialog, chooseFolder } = await openBuilds("48.9.0.8");
    writeFileSync(join(folder, "latest-linux.yml"), "version: 1.0.0\nfiles: 1\n");
    await chooseFolder();
    const alert = dialog.getByRole("alert");
    await alert.waitFor();
    expect(await alert.textContent()).toContain("latest-linux.yml: files is not as expected");
    expect(await dialog.getByRole("list", { name: "Files to upload" }).count()).toBe(0);
    expect(watched.complaints).toEqual([]);
  });
});
