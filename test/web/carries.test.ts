import { randomBytes } from "node:crypto";
import { beforeAll, expect, test } from "vitest";
import { call, read } from "../../src/api/demo/visitor.ts";
import { makeSigningPair, minisign, minisignKeyLine } from "../support/minisign.ts";
import { findAccessibilityFaults } from "./support/axe.ts";
import { type Hub, openHub } from "./support/hub.ts";
import type { Release } from "./support/release.ts";

interface Build {
  readonly id: string;
  readonly appVersion: string | null;
  readonly updaters: { readonly tauri?: { readonly signature: string } };
}

let hub: Hub;
let release: Release;
let build: Build;
const PAIR = makeSigningPair();
const SIGNATURE = minisign(PAIR, randomBytes(10));

beforeAll(async () => {
  hub = await openHub();
  const dates = { version: "49.1.0.60000", automaticAt: "2026-11-10T00:00:00Z" };
  release = await call<Release>(hub.vendor, "POST", "/v1/releases", dates);
  build = await call<Build>(hub.vendor, "POST", `/v1/releases/${release.id}/builds`, {
    ...{ platform: "win", arch: "x64", format: "exe", fileName: "Carrier.exe", size: 5 },
    ...{ url: "https://cdn.example.org/Carrier.exe", sha512: `${"A".repeat(86)}==` },
  });
  return () => hub.close();
});

const buildNow = () => read<Build>(hub.vendor, `/v1/builds/${build.id}`);

test("the vendor pastes a signature, sees who still lacks something, and is told when it does not fit", async () => {
  const { page, watched } = await hub.open("vendor", `/releases?release=${release.id}`);
  await page.getByRole("button", { name: "What it carries: Carrier.exe" }).click();
  const dialog = page.getByRole("dialog", { name: "What Carrier.exe carries for updaters" });
  const tauri = dialog.getByRole("listitem").filter({ hasText: "tauri" });
  await tauri.getByText("needs updaters.tauri.signature").waitFor();
  expect(await findAccessibilityFaults(page)).toEqual([]);
  const signature = dialog.getByRole("textbox", { name: "Tauri: the text of the .sig file" });
  await signature.fill("not a signature");
  await dialog.getByRole("button", { name: "Save" }).click();
  await dialog.getByText("Something entered is not allowed.").waitFor();
  await signature.fill(SIGNATURE);
  await dialog.getByRole("textbox", { name: "Version that the app calls itself" }).fill("49.1.0");
  await dialog.getByRole("button", { name: "Save" }).click();
  await page.getByText("Saved what Carrier.exe carries.").waitFor();
  expect(await buildNow()).toMatchObject({
    appVersion: "49.1.0",
    updaters: { tauri: { signature: SIGNATURE } },
  });
  await page.getByRole("button", { name: "What it carries: Carrier.exe" }).click();
  await tauri.getByText("has what it needs").waitFor();
  await signature.fill("");
  await dialog.getByRole("button", { name: "Save" }).click();
  await page.getByText("Saved what Carrier.exe carries.").last().waitFor();
  await expect.poll(async () => (await buildNow()).updaters).toEqual({});
  expect(watched.complaints.filter((text) => !text.includes("400"))).toEqual([]);
});

test("the vendor gives the public keys of the apps once, in the settings", async () => {
  const { page } = await hub.open("vendor", "/settings");
  const keys = page.getByRole("region", { name: "Public keys of your apps" });
  await keys.getByRole("textbox", { name: "Keys of Tauri apps" }).fill(minisignKeyLine(PAIR));
  await keys.getByRole("button", { name: "Save the keys" }).click();
  await page.getByText("The keys are saved.").waitFor();
  expect(await read(hub.vendor, "/v1/product")).toEqual({
    updaters: { tauri: { publicKeys: [minisignKeyLine(PAIR)] } },
  });
});

test("who is not the vendor sees the builds, and nothing to change of them", async () => {
  const { items: releases } = await read<{ items: Release[] }>(hub.vendor, "/v1/releases?max=1000");
  const published = releases.filter(({ state }) => state === "published").map(({ id }) => id);
  const { items: builds } = await read<{ items: { releaseId: string; fileName: string }[] }>(
    hub.vendor,
    "/v1/builds?max=1000",
  );
  const shown = builds.find(({ releaseId }) => published.includes(releaseId));
  const { page } = await hub.open("partnerFull", `/releases?release=${shown?.releaseId}&build=${build.id}`);
  await page
    .getByText(shown?.fileName ?? "")
    .first()
    .waitFor();
  expect(await page.getByRole("button", { name: /^What it carries/ }).count()).toBe(0);
  expect(await page.getByRole("dialog", { name: /carries for updaters/ }).count()).toBe(0);
});
