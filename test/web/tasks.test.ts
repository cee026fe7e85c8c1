import type { Locator } from "playwright-core";
import { beforeAll, describe, expect, test } from "vitest";
import { call } from "../../src/api/demo/visitor.ts";
import { countClicks } from "./support/clicks.ts";
import { counted, newCustomers } from "./support/customer-list.ts";
import { type Hub, openHub } from "./support/hub.ts";
import { undo } from "./support/schedule.ts";

let hub: Hub;

beforeAll(async () => {
  hub = await openHub();
  return () => hub.close();
});

/** The token of an administrator of Northwind Telecom. */
async function partnerToken(): Promise<string> {
  const login = await hub.login("partnerFull");
  return (await call<{ token: string }>(hub.vendor, "POST", "/v1/sessions", login)).token;
}

/** What people come for, each with the most that they press for it once they are signed in. */
describe("a day's work", () => {
  test("a: all customers on latest, 2 weeks, seen before it is saved: 5 clicks", async () => {
    const { page, watched } = await hub.open("partnerFull", "/overview");
    const clicks = await countClicks(page);
    await page.getByRole("link", { name: "Settings" }).click();
    await page.getByRole("button", { name: /Deferrals/ }).click();
    await page.getByRole("option", { name: "2 weeks" }).click();
    await page.getByRole("button", { name: "Review and save" }).click();
    const dialog = page.getByRole("dialog");
    await dialog
      .getByText(/customers/)
      .first()
      .waitFor();
    await dialog.getByRole("button", { name: "Save" }).click();
    await page.getByText("saved").first().waitFor();
    expect(await clicks.soFar()).toBeLessThanOrEqual(5);
    expect(watched.complaints).toEqual([]);
  });

  test("c: the conflicts, and one of them resolved, seen before it is saved: 4 clicks", async () => {
    const { page, watched } = await hub.open("partnerFull", "/overview");
    const clicks = await countClicks(page);
    await page.getByRole("link", { name: "Cobalt Mining" }).first().click();
    await page.getByRole("button", { name: "Say the same as Alpine Voice" }).click();
    const dialog = page.getByRole("dialog");
    await dialog.getByText("The conflict between the partners ends.").waitFor();
    await dialog.getByRole("button", { name: "Save" }).click();
    await page.getByText("saved").first().waitFor();
    await page.getByText("The partners that serve this organization set the same schedule.").waitFor();
    expect(await clicks.soFar()).toBeLessThanOrEqual(4);
    await undo(page);
    expect(watched.complaints).toEqual([]);
  });

  test("d: customers that left the default return to our schedule, seen first: 5 clicks", async () => {
    const names = ["One", "Two", "Three", "Four", "Five"].map((name) => `Leaving ${name}`);
    const partner = { ...hub.vendor, token: await partnerToken() };
    for (const id of await newCustomers(hub, names)) {
      const schedule = { cadence: "slow", deferralWeeks: 9 };
      await call(partner, "PUT", `/v1/organizations/${id}/release-settings`, { schedule });
    }
    const { page, watched } = await hub.open("partnerFull", "/customers?q=Leaving");
    await counted(page, 5);
    const clicks = await countClicks(page);
    await page.getByRole("button", { name: /^Own schedule/ }).click();
    await page.waitForURL(/state=own/);
    await counted(page, 5);
    await page.getByRole("checkbox", { name: /customers loaded/ }).click();
    await page.getByRole("button", { name: "Return to our schedule" }).click();
    const dialog = page.getByRole("dialog", { name: "Return 5 customers to the inherited schedule?" });
    await dialog.getByText("Slow, 9 weeks").first().waitFor();
    await dialog.getByRole("button", { name: "Save" }).click();
    await page.getByText("No customer matches").waitFor();
    expect(await clicks.soFar()).toBeLessThanOrEqual(5);
    expect(watched.complaints).toEqual([]);
  });

  test("g: why this person has this version, and what comes next: 2 clicks", async () => {
    const { page, watched } = await hub.open("helpDesk", "/overview");
    const clicks = await countClicks(page);
    await page.getByRole("combobox", { name: "Search customers and users" }).fill("benokoye@");
    await page.getByRole("option", { name: /^Ben Okoye/ }).click();
    const panel = page.getByRole("complementary", { name: "Ben Okoye" });
    const computer = panel.getByRole("article").first();
    await computer.getByText(/^46\.10\.0\.38000 on/).waitFor();
    expect(await clicks.soFar()).toBe(1);
    await computer.getByRole("link", { name: /^Why this version\?/ }).click();
    await page.getByRole("heading", { level: 2, name: /^Stays on 46\.6\.1\.35236/ }).waitFor();
    expect(await page.getByRole("textbox", { name: "Version it runs" }).inputValue()).toBe("46.6.1.35236");
    await page
      .getByRole("list", { name: "Who decides" })
      .getByText(
        /^The organization has Slow, 8 weeks of its own, set by token Sequoia Bank administrator \(customer\) on/,
      )
      .waitFor();
    expect(await clicks.soFar()).toBeLessThanOrEqual(2);
    expect(watched.complaints).toEqual([]);
  });

  test("i: who is behind, and why: 2 clicks", async () => {
    const { page, watched } = await hub.open("partnerFull", "/overview");
    const clicks = await countClicks(page);
    await page.getByRole("link", { name: "Adoption", exact: true }).click();
    await page
      .getByRole("region", { name: "What is behind, and why" })
      .getByRole("link", { name: /Deferred$/ })
      .click();
    await page.getByRole("button", { name: /Behind: Deferred/ }).waitFor();
    const rows = page.getByRole("table").getByRole("row");
    await rows
      .nth(1)
      .getByRole("link", { name: /^Why does / })
      .waitFor();
    expect(await clicks.soFar()).toBeLessThanOrEqual(2);
    expect(watched.complaints).toEqual([]);
  });

  test("j: who changed this customer, and undo it, seen before it is done: 3 clicks", async () => {
    const partnerIds = [hub.ids.partners.get("Northwind Telecom")];
    const body = { name: "Changed Overnight", partnerIds };
    const { id } = await call<{ id: string }>(hub.vendor, "POST", "/v1/organizations", body);
    const schedule = { cadence: "slow", deferralWeeks: 12 };
    await call(hub.vendor, "PUT", `/v1/organizations/${id}/release-settings`, { schedule });
    const { page, watched } = await hub.open("partnerFull", `/customers/${id}`);
    const clicks = await countClicks(page);
    await page.getByRole("link", { name: /set .* schedule to Slow, 12 weeks/ }).click();
    await page.getByRole("button", { name: "Undo this change" }).click();
    const dialog = page.getByRole("dialog", { name: "Undo this change?" });
    await dialog.getByText("Slow, 12 weeks").first().waitFor();
    await dialog.getByRole("button", { name: "Undo this change" }).click();
    await page
      .getByText(/Undone by /)
      .first()
      .waitFor();
    expect(await clicks.soFar()).toBeLessThanOrEqual(3);
    expect(watched.complaints).toEqual([]);
  });

  test("b: one customer on slow, 8 weeks, with the day of its next version: 6 clicks", async () => {
    const { page, watched } = await hub.open("partnerFull", "/customers");
    const acorn = page.getByRole("grid", { name: "Customers" }).getByRole("row", { name: "Acorn Books" });
    await acorn.waitFor();
    const clicks = await countClicks(page);
    await acorn.getByText(/^Latest, \d weeks$/).click();
    const panel = page.getByRole("complementary", { name: "Acorn Books" });
    await panel.getByRole("button", { name: /Cadence/ }).click();
    await page.getByRole("option", { name: /^Slow/ }).click();
    await panel.getByRole("button", { name: /Deferrals/ }).click();
    await page.getByRole("option", { name: "8 weeks", exact: true }).click();
    await panel.getByText(/^This organization goes from Latest, \d weeks to Slow, 8 weeks\.$/).waitFor();
    await panel.getByRole("button", { name: "Save" }).click();
    await acorn.getByText("Slow, 8 weeks").waitFor();
    await panel.locator('//dt[normalize-space()="Next version"]/following-sibling::dd[1]//time').waitFor();
    await acorn.locator("time").first().waitFor();
    expect(await clicks.soFar()).toBeLessThanOrEqual(6);
    expect(watched.complaints).toEqual([]);
  });

  test("e: the build for macOS on arm64, from a Mac: 4 clicks", async () => {
    const { page, watched } = await hub.open("partnerFull", "/favicon.svg", { ownProfile: true });
    await page.addInitScript(
      'Object.defineProperty(navigator, "userAgentData", { value: { platform: "macOS" } });',
    );
    await page.goto(`${hub.server.url}/overview`);
    const clicks = await countClicks(page);
    await page.getByRole("link", { name: "Settings" }).click();
    await page.getByRole("button", { name: /^Download .* builds$/ }).click();
    const file = page
      .getByRole("row", { name: /Current/ })
      .filter({ hasText: "arm64" })
      .getByRole("link")
      .first();
    const downloading = page.waitForEvent("download");
    await file.click();
    expect((await downloading).suggestedFilename()).toMatch(/mac.*arm64|arm64.*mac/i);
    expect(await clicks.soFar()).toBeLessThanOrEqual(4);
    expect(watched.complaints).toEqual([]);
  });

  test("f: a customer reads who set its schedule without a click, and changes it: 5 clicks", async () => {
    const { page, watched } = await hub.open("customerFull", "/");
    await page
      .getByText(/^(Latest|Slow), \d weeks$/)
      .first()
      .waitFor();
    await page.getByText(/^Set by .+\.$/).waitFor();
    const clicks = await countClicks(page);
    await page
      .getByRole("navigation", { name: "Partner Hub" })
      .getByRole("link", { name: "Settings" })
      .click();
    await page.getByRole("button", { name: /Deferrals/ }).click();
    await page.getByRole("option", { name: "3 weeks", exact: true }).click();
    await page.getByRole("button", { name: "Review and save" }).click();
    const dialog = page.getByRole("dialog");
    await dialog.getByText(/^This organization goes from .+ to (Latest|Slow), 3 weeks\.$/).waitFor();
    await dialog.getByRole("button", { name: "Save" }).click();
    await dialog.waitFor({ state: "detached" });
    expect(await clicks.soFar()).toBeLessThanOrEqual(5);
    expect(watched.complaints).toEqual([]);
  });

  test("h: a release planned, with two builds, and published: 9 clicks", async () => {
    const { page, watched } = await hub.open("vendor", "/releases");
    await page.getByRole("button", { name: "Plan a release" }).waitFor();
    const clicks = await countClicks(page);
    await page.getByRole("button", { name: "Plan a release" }).click();
    const plan = page.getByRole("dialog", { name: "Plan a release" });
    await plan.getByRole("textbox", { name: "Version" }).fill("48.7.0.1");
    await plan.getByText("Customers for whom something changes").waitFor();
    await plan.getByRole("button", { name: "Plan it" }).click();
    const panel = page.getByRole("complementary", { name: "48.7.0.1" });
    await panel.getByRole("button", { name: "Add builds" }).click();
    const builds = page.getByRole("dialog", { name: "Builds of 48.7.0.1" });
    const choosing = page.waitForEvent("filechooser");
    await builds.getByRole("button", { name: "Choose files" }).click();
    await (await choosing).setFiles(
      ["App-48.7-arm64.dmg", "App-48.7.AppImage"].map((name) => ({
        name,
        mimeType: "application/octet-stream",
        buffer: Buffer.alloc(1000, name),
      })),
    );
    await builds.getByRole("button", { name: "Upload 2 files" }).click();
    await expect.poll(() => builds.getByText("Uploaded.").count()).toBe(2);
    await builds.getByRole("button", { name: "Close", exact: true }).first().click();
    await panel.getByRole("button", { name: "Publish" }).click();
    const publish = page.getByRole("dialog", { name: "Publish 48.7.0.1" });
    await publish.getByText("What this will do").waitFor();
    await publish.getByRole("button", { name: "Publish", exact: true }).click();
    await panel.getByText("Published").waitFor();
    expect(await clicks.soFar()).toBeLessThanOrEqual(9);
    expect(watched.complaints).toEqual([]);
  });
});

describe("the panel beside the list", () => {
  test("follows the arrow keys, takes the focus at Enter, and gives it back at Escape", async () => {
    const { page, watched } = await hub.open("partnerFull", "/customers", { width: 1440 });
    const row = (name: string) => page.getByRole("grid", { name: "Customers" }).getByRole("row", { name });
    const panel = (name: string) => page.getByRole("complementary", { name });
    await row("Birchwood Clinic").getByText("Inherits").click();
    await panel("Birchwood Clinic").waitFor();
    await page.keyboard.press("ArrowDown");
    await panel("Cedar Logistics").waitFor();
    expect(await isFocused(row("Cedar Logistics"))).toBe(true);
    expect(page.url()).toContain(`customer=${hub.ids.organizations.get("Cedar Logistics")}`);
    await page.keyboard.press("Enter");
    expect(await isFocused(panel("Cedar Logistics"))).toBe(true);
    await page.keyboard.press("Escape");
    await panel("Cedar Logistics").waitFor({ state: "detached" });
    expect(await isFocused(row("Cedar Logistics"))).toBe(true);
    expect(page.url()).not.toContain("customer=");
    expect(watched.complaints).toEqual([]);
  });

  test("is a dialog over the list where there is no room beside it", async () => {
    const { page } = await hub.open("partnerFull", "/customers", { width: 1000 });
    await page.getByRole("row", { name: "Birchwood Clinic" }).getByText("Inherits").click();
    await page.getByRole("dialog", { name: "Birchwood Clinic" }).waitFor();
    expect(await page.getByRole("complementary").count()).toBe(0);
  });

  test("follows the arrow keys through releases, users and the audit, too", async () => {
    const { page, watched } = await hub.open("partnerFull", "/audit", { width: 1440 });
    const links = page.getByRole("table").locator("[data-opens]");
    await links.nth(1).waitFor();
    await links.nth(0).click();
    const title = page.getByRole("complementary").getByRole("heading", { level: 2 });
    const first = await title.textContent();
    await page.keyboard.press("ArrowDown");
    await expect.poll(() => title.textContent()).not.toBe(first);
    expect(await isFocused(links.nth(1))).toBe(true);
    expect(watched.complaints).toEqual([]);
  });

  test("every row has a menu of what can be done with it", async () => {
    const { page, watched } = await hub.open("partnerFull", "/customers", { width: 1440 });
    const row = page.getByRole("row", { name: "Cedar Logistics" });
    await row.getByRole("button", { name: "Actions" }).click();
    await page.getByRole("menuitem", { name: "Why this version?" }).click();
    await page.waitForURL(`**/customers/${hub.ids.organizations.get("Cedar Logistics")}/why*`);
    expect(watched.complaints).toEqual([]);
  });
});

const isFocused = async (where: Locator) => (await where.and(where.page().locator(":focus")).count()) === 1;
