import { createHash } from "node:crypto";
import { beforeAll, describe, expect, test } from "vitest";
import { call, read, type Visitor } from "../../src/api/demo/visitor.ts";
import { type Hub, openHub } from "./support/hub.ts";
import { idOfRelease, panelOf, type Release } from "./support/release.ts";

let hub: Hub;

beforeAll(async () => {
  hub = await openHub();
  return () => hub.close();
});

/** A release of the test's own, so that none depends on what another one did. */
async function ownRelease(version: string, more: object = {}): Promise<Release> {
  const dates = { automaticAt: "2026-11-10T00:00:00Z" };
  return call<Release>(hub.vendor, "POST", "/v1/releases", { version, ...dates, ...more });
}

interface Limits {
  readonly floor: { readonly reason: string } | null;
  readonly warnDays: number;
  readonly blocks: readonly object[];
}

const limitsOf = ({ id }: Release) => read<Limits>(hub.vendor, `/v1/releases/${id}`);

describe("what may be run of a release", () => {
  test("the vendor makes it a required step, with a reason, and takes that back", async () => {
    const own = await ownRelease("48.6.0.1");
    const { page, watched } = await hub.open("vendor", `/releases?release=${own.id}`);
    const panel = panelOf(page, own.version);
    await panel.getByText("No end of support, no end of life, no required step and no block.").waitFor();
    await panel.getByRole("button", { name: "Change support" }).click();
    const dialog = page.getByRole("dialog", { name: "How long 48.6.0.1 may be run" });
    await dialog.getByText("Nothing is changed yet.").waitFor();
    await dialog.getByText("Nobody goes past this version without having run its line").click();
    await dialog.getByText("Write why.").waitFor();
    await dialog.getByRole("textbox", { name: "Why it has to be run first" }).fill("It moves the data.");
    await dialog.getByRole("button", { name: "Save" }).click();
    await panel.getByText("It moves the data.").waitFor();
    expect((await limitsOf(own)).floor).toEqual({ reason: "It moves the data." });
    await page.getByRole("button", { name: "Undo" }).click();
    await panel.getByText("It moves the data.").waitFor({ state: "detached" });
    expect((await limitsOf(own)).floor).toBeNull();
    expect(watched.complaints).toEqual([]);
  });

  test("a release is planned as a required step", async () => {
    const { page, watched } = await hub.open("vendor", "/releases");
    await page.getByRole("button", { name: "Plan a release" }).click();
    const dialog = page.getByRole("dialog", { name: "Plan a release" });
    await dialog.getByRole("textbox", { name: "Version" }).fill("48.6.0.5");
    await dialog.getByText("What may be run").click();
    await dialog.getByText("Nobody goes past this version without having run its line").click();
    await dialog.getByRole("textbox", { name: "Why it has to be run first" }).fill("It moves the data.");
    await dialog.getByRole("heading", { name: "What this will do" }).waitFor();
    await dialog.getByRole("button", { name: "Plan it" }).click();
    await panelOf(page, "48.6.0.5").getByText("It moves the data.").waitFor();
    expect(watched.complaints).toEqual([]);
  });

  test("days of warning are whole days, and what is wrong is said where it is", async () => {
    const own = await ownRelease("48.6.0.2");
    const { page, watched } = await hub.open("vendor", `/releases?release=${own.id}&step=limits`);
    const dialog = page.getByRole("dialog", { name: "How long 48.6.0.2 may be run" });
    await dialog.getByRole("textbox", { name: "Days of warning" }).fill("soon");
    await dialog.getByText("Enter a whole number from 0 to 365.").waitFor();
    await dialog.getByRole("textbox", { name: "Days of warning" }).fill("14");
    await dialog.getByRole("button", { name: "Save" }).click();
    await dialog.waitFor({ state: "detached" });
    expect((await limitsOf(own)).warnDays).toBe(14);
    expect(watched.complaints).toEqual([]);
  });

  test("computers are blocked by platform and system, for a reason, and let in again", async () => {
    const own = await ownRelease("48.6.0.3");
    const { page, watched } = await hub.open("vendor", `/releases?release=${own.id}`);
    const panel = panelOf(page, own.version);
    await panel.getByRole("button", { name: "Block computers" }).click();
    const dialog = page.getByRole("dialog", { name: "Computers for which 48.6.0.3 is blocked" });
    await dialog.getByRole("button", { name: /Platform/ }).click();
    await page.getByRole("option", { name: "Windows" }).click();
    await dialog.getByRole("textbox", { name: "System from" }).fill("ten");
    await dialog.getByText(/^Enter one to four numbers/).waitFor();
    await dialog.getByRole("textbox", { name: "System from" }).fill("10.0.22631");
    await dialog.getByRole("textbox", { name: "System below" }).fill("10.0.26100");
    await dialog.getByRole("textbox", { name: "Why they are blocked" }).fill("It freezes there.");
    await dialog.getByRole("button", { name: "Save" }).click();
    await panel.getByText("Windows, from 10.0.22631 and below 10.0.26100").waitFor();
    const osVersion = { from: "10.0.22631", below: "10.0.26100" };
    const block = { platform: "win", arch: null, osVersion, reason: "It freezes there.", until: null };
    expect((await limitsOf(own)).blocks).toEqual([block]);
    await panel.getByRole("button", { name: "Block computers" }).click();
    await dialog.getByRole("button", { name: "Remove" }).click();
    await dialog.getByRole("button", { name: "Save" }).click();
    await panel.getByText("It freezes there.").waitFor({ state: "detached" });
    expect((await limitsOf(own)).blocks).toEqual([]);
    expect(watched.complaints).toEqual([]);
  });

  test("the panel cuts no column off, also where the words are long", async () => {
    const id = await idOfRelease(hub.vendor, "46.10.1.38083");
    const { page } = await hub.open("vendor", `/releases?release=${id}`, { locale: "fr", width: 1440 });
    const dates = panelOf(page, "46.10.1.38083").getByRole("table").first();
    await dates.getByRole("rowheader", { name: "Version lente, report de 12 semaines" }).waitFor();
    const { x = 0, width = 0 } = (await dates.boundingBox()) ?? {};
    expect(width).toBeGreaterThan(0);
    expect(x + width).toBeLessThanOrEqual(1440);
  });

  test("a partner reads it and has nothing to press", async () => {
    const own = await ownRelease("48.6.0.4", { state: "published", floor: { reason: "It moves the data." } });
    const { page } = await hub.open("partnerFull", `/releases?release=${own.id}`);
    const panel = panelOf(page, own.version);
    await panel.getByText("It moves the data.").waitFor();
    expect(await panel.getByRole("button", { name: "Change support" }).count()).toBe(0);
  });
});

/** Adds a build for Windows, whose file lies elsewhere. */
async function addBuild(vendor: Visitor, { id, version }: Release): Promise<void> {
  const file = {
    fileName: `app-${version}.exe`,
    url: `https://cdn.example.org/app-${version}.exe`,
    size: 1000,
  };
  const sha512 = createHash("sha512").update(version).digest("base64");
  const build = { platform: "win", arch: "x64", format: "exe", sha512 };
  await call(vendor, "POST", `/v1/releases/${id}/builds`, { ...build, ...file });
}

describe("a customer with computers that cannot cross a required step", () => {
  test("is told how many there are, with a link to them", async () => {
    const step = await ownRelease("48.7.0.1", { state: "published" });
    const beyond = await ownRelease("48.8.0.1", { state: "published" });
    for (const release of [step, beyond]) await addBuild(hub.vendor, release);
    await call(hub.vendor, "PATCH", `/v1/releases/${step.id}`, { floor: { reason: "It moves the data." } });
    await call(hub.vendor, "PATCH", `/v1/releases/${step.id}`, { state: "paused" });
    const { items } = await read<{ items: { id: string; name: string }[] }>(
      hub.vendor,
      "/v1/organizations?condition=stranded&max=1",
    );
    const [customer = { id: "", name: "" }] = items;
    const { conditions } = await read<{ conditions: { code: string; installations: number }[] }>(
      hub.vendor,
      `/v1/adoption?organizationId=${customer.id}`,
    );
    const count = conditions.find(({ code }) => code === "stranded")?.installations ?? 0;
    const { page, watched } = await hub.open("vendor", `/customers/${customer.id}`);
    const words = count === 1 ? "1 installation" : `${count} installations`;
    const told = page.getByRole("paragraph").filter({ hasText: "stuck before a required step" });
    await told.getByRole("link", { name: words, exact: true }).click();
    await page.waitForURL(/\/installations\?.*condition=stranded/);
    expect(new URL(page.url()).searchParams.get("customer")).toContain(customer.id);
    // The overview has rows, too, until the list is there.
    await page.getByRole("heading", { level: 1, name: "Installations" }).waitFor();
    await page.getByRole("row").nth(count).waitFor();
    expect(await page.getByRole("row").count()).toBe(count + 1);
    expect(watched.complaints).toEqual([]);
  });
});
