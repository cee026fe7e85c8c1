import { beforeAll, describe, expect, test } from "vitest";
import { call, read } from "../../src/api/demo/visitor.ts";
import { findAccessibilityFaults } from "./support/axe.ts";
import { type Hub, openHub } from "./support/hub.ts";
import { idOfRelease } from "./support/release.ts";
import { findUntranslated } from "./support/untranslated.ts";

let hub: Hub;
let id: string;

const NAME = "Sequoia Bank";
const PAUSED = "46.11.1.38283";

interface Year {
  readonly now: string;
  readonly offers: readonly { readonly from: string; readonly to: string; readonly version: string | null }[];
}

/** A customer whose schedule was changed, and to which a release that it has was then paused. */
beforeAll(async () => {
  hub = await openHub();
  id = String(hub.ids.organizations.get(NAME));
  await call(hub.vendor, "PUT", `/v1/organizations/${id}/release-settings`, {
    schedule: { cadence: "latest", deferralWeeks: 0 },
  });
  const release = await idOfRelease(hub.vendor, PAUSED);
  await call(hub.vendor, "PATCH", `/v1/releases/${release}`, { state: "paused" });
  return () => hub.close();
});

const year = () => read<Year>(hub.vendor, `/v1/organizations/${id}/year?platform=win&arch=x64`);
const path = (query = "") => `/customers/${id}${query}`;

describe("a customer's year", () => {
  test("is a picture, and a control that goes from change to change and says each in words", async () => {
    const { page, watched } = await hub.open("partnerFull", path());
    const region = page.getByRole("region", { name: "The year" });
    await region.getByRole("img", { name: /^\d+ releases from Nov 1, 2026 to Nov 1, 2027/ }).waitFor();
    const reader = region.getByRole("slider", { name: "Change to read" });
    const { offers, now } = await year();
    const present = offers.find(({ from, to }) => from <= now && now < to)?.version;
    expect(present).not.toBe(PAUSED);
    expect(await reader.getAttribute("aria-valuetext")).toContain(`${present} is offered`);
    await reader.focus();
    const said = new Set<string>();
    for (let step = 0; step < 6; step++) {
      said.add((await reader.getAttribute("aria-valuetext")) ?? "");
      await page.keyboard.press("ArrowLeft");
    }
    const all = [...said].join("\n");
    expect(all).toContain(`${PAUSED}: paused`);
    expect(all).toMatch(/This organization goes from .* to Latest, no deferral\./);
    await page.keyboard.press("End");
    const last = offers.at(-1);
    expect(await reader.getAttribute("aria-valuetext")).toContain(`${last?.version} will be offered`);
    expect(watched.complaints).toEqual([]);
  });

  test("is a table of the same days, which the address says", async () => {
    const { page, watched } = await hub.open("partnerFull", path());
    const region = page.getByRole("region", { name: "The year" });
    await region.getByRole("button", { name: "Show as table" }).click();
    const { offers } = await year();
    const rows = region.getByRole("table").first().getByRole("row");
    await rows.nth(offers.length).waitFor();
    expect(await rows.count()).toBe(offers.length + 1);
    expect(await rows.nth(offers.length).textContent()).toContain(String(offers.at(-1)?.version));
    await region.getByRole("row", { name: new RegExp(`${PAUSED}: paused`) }).waitFor();
    expect(new URL(page.url()).searchParams.get("tables")).toBe("year");
    await page.reload();
    await region.getByRole("table").first().waitFor();
    expect(watched.complaints).toEqual([]);
  });

  test("goes to earlier and later months and other computers by its address, and says where the customer was not there", async () => {
    const { page, watched } = await hub.open("partnerFull", path("?year=2020-01"));
    const region = page.getByRole("region", { name: "The year" });
    await region.getByText("This customer was not there yet in these months.").waitFor();
    await region.getByRole("button", { name: "Later" }).click();
    await page.waitForURL("**year=2020-04**");
    await region.getByRole("button", { name: "Today" }).click();
    await region.getByRole("img").waitFor();
    expect(new URL(page.url()).searchParams.has("year")).toBe(false);
    await region.getByRole("button", { name: /Platform/ }).click();
    await page.getByRole("option", { name: "macOS" }).click();
    await page.waitForURL("**platform=mac**");
    await region.getByRole("img").waitFor();
    expect(watched.complaints).toEqual([]);
  });

  test("is there for a customer's own people, and leads to the audit only those who may read it", async () => {
    const { page } = await hub.open("partnerFull", path());
    const region = page.getByRole("region", { name: "The year" });
    const reader = region.getByRole("slider", { name: "Change to read" });
    await reader.focus();
    await page.keyboard.press("Home");
    const link = region.getByRole("link", { name: /^Entry \d+ of the audit$/ }).first();
    await link.click();
    await page.waitForURL("**/audit?entry=**");
    const own = await hub.open("customerFull", "/");
    await own.page.getByRole("region", { name: "The year" }).getByRole("img").waitFor();
  });

  test.each(["light", "dark"] as const)(
    "has no fault in %s or forced colours, as picture or table",
    async (appearance) => {
      const { page } = await hub.open("partnerFull", path(), { appearance, width: 400 });
      const region = page.getByRole("region", { name: "The year" });
      await region.getByRole("img").waitFor();
      expect(await findAccessibilityFaults(page)).toEqual([]);
      await page.emulateMedia({ forcedColors: "active" });
      await region.getByRole("button", { name: "Show as table" }).click();
      await region.getByRole("table").first().waitFor();
      expect(await findAccessibilityFaults(page)).toEqual([]);
    },
  );

  test("says nothing untranslated", async () => {
    const { page } = await hub.open("partnerFull", path(), { locale: "en-XA" });
    await page.getByRole("slider").first().waitFor();
    await page.getByRole("img").first().waitFor();
    expect(await findUntranslated(page)).toEqual([]);
  });
});
