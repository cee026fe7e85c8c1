import type { Page } from "playwright-core";
import { beforeAll, describe, expect, test } from "vitest";
import { type CreatedRecord, call } from "../../src/api/demo/visitor.ts";
import { findFaultsInBoth } from "./support/appearances.ts";
import { findAccessibilityFaults } from "./support/axe.ts";
import { type Hub, openHub } from "./support/hub.ts";
import { findUntranslated } from "./support/untranslated.ts";

let hub: Hub;

beforeAll(async () => {
  hub = await openHub();
  return () => hub.close();
});

const section = (page: Page, name: string) => page.getByRole("region", { name, exact: true });

describe("the overview", () => {
  test("shows a partner its conflicts with both words, and what legacy settings become", async () => {
    const { page, watched } = await hub.open("partnerFull", "/overview");
    const attention = section(page, "Needs attention");
    await attention.getByRole("heading", { name: "3 customers in conflict" }).waitFor();
    const basalt = attention.getByRole("listitem").filter({ hasText: "Basalt Roads" });
    await basalt.getByText("Northwind Telecom: Latest, 4 weeks").waitFor();
    await basalt.getByText("Alpine Voice: Slow, no deferral").waitFor();
    await attention
      .getByRole("listitem")
      .filter({ hasText: "Garnet Jewels becomes Latest, 2 weeks" })
      .waitFor();
    await basalt.getByRole("link", { name: "Basalt Roads" }).click();
    await page.waitForURL(`**/customers/${hub.ids.organizations.get("Basalt Roads")}`);
    expect(watched.complaints).toEqual([]);
  });

  test("each number leads to the customers it counts", async () => {
    const { page, watched } = await hub.open("partnerFull", "/overview");
    for (const [word, state] of [
      ["Inherit", "inherits"],
      ["Have their own schedule", "own"],
      ["Are in conflict", "conflict"],
    ] as const) {
      const link = section(page, "Customers").getByRole("link", { name: word });
      await link.waitFor();
      const count = Number.parseInt((await link.textContent()) ?? "", 10);
      await link.click();
      await page.waitForURL(`**/customers?state=${state}`);
      const said = page.getByRole("status").filter({ hasText: new RegExp(`^${count} customers?$`) });
      await said.waitFor();
      await page.goBack();
    }
    const locked = page.getByRole("heading", { name: /cannot override/ });
    await locked.waitFor();
    await page.getByRole("link", { name: "See all 4" }).click();
    await page.waitForURL("**/customers?state=locked");
    expect(watched.complaints).toEqual([]);
  });

  test("shows the coming releases on the dates of the partner's own schedule", async () => {
    const { page } = await hub.open("partnerFull", "/overview");
    const releases = section(page, "Coming releases");
    await releases.getByText("Latest, 4 weeks").waitFor();
    const first = releases.getByRole("row").nth(1);
    expect(await first.textContent()).toMatch(/46\.11\.0\.38200\s*Dec 1, 2026\s*Nov 3, 2026/);
    await page.getByRole("link", { name: "See the calendar" }).click();
    await page.waitForURL("**/releases");
  });

  test("shows the vendor the dates of each channel, and everybody's customers", async () => {
    const { page, watched } = await hub.open("vendor", "/overview");
    const releases = section(page, "Coming releases");
    await releases.getByRole("columnheader", { name: "Slow channel" }).waitFor();
    expect(await releases.getByRole("columnheader", { name: "Your customers" }).count()).toBe(0);
    await section(page, "Customers")
      .getByRole("link", { name: /39\s*All customers/ })
      .waitFor();
    await section(page, "Adoption")
      .getByText(/installations are up to date|No installation has asked/)
      .waitFor();
    expect(watched.complaints).toEqual([]);
  });

  test.each([
    ["partnerLimited", 2],
    ["partnerReadOnly", 22],
    ["helpDesk", 22],
  ] as const)("%s sees the numbers of the own subtree alone", async (who, count) => {
    const { page, watched } = await hub.open(who, "/overview");
    const all = section(page, "Customers").getByRole("link", { name: "All customers" });
    await all.waitFor();
    expect(await all.textContent()).toBe(`${count}All customers`);
    expect(watched.complaints).toEqual([]);
  });

  test("where nothing needs attention it says so", async () => {
    const { page } = await hub.open("partnerLimited", "/overview");
    await section(page, "Needs attention").getByText("Nothing needs your attention.").waitFor();
  });

  test("a customer's overview says that a partner gave one of its administrators a new one-time password", async () => {
    const { vendor, ids } = hub;
    const [partnerId, organizationId] = [
      ids.partners.get("Alpine Voice"),
      ids.organizations.get("Iris Optics"),
    ];
    const grant = { role: "partner_full_admin", partnerId };
    const partner = await call<{ token: string }>(vendor, "POST", "/v1/tokens", { name: "Script", ...grant });
    const person = { displayName: "Nora New", email: "nora@example.com", role: "organization_read_only" };
    const made = await call<CreatedRecord>(vendor, "POST", "/v1/administrators", {
      ...person,
      organizationId,
    });
    const visitor = { ...vendor, token: partner.token };
    await call(visitor, "POST", `/v1/administrators/${made.id}/one-time-password`, {});
    const { page, watched } = await hub.open("lockedCustomer", `/customers/${organizationId}`);
    await page.getByText(/Alpine Voice gave Nora New a new one-time password on /).waitFor();
    await page.getByText(/Cisco added the administrator Nora New on /).waitFor();
    expect(await findAccessibilityFaults(page)).toEqual([]);
    expect(watched.complaints).toEqual([]);
  });

  test("a customer's administrator is led home", async () => {
    const { page } = await hub.open("customerFull", "/overview");
    await page.waitForURL(`**/customers/${hub.ids.organizations.get("Sequoia Bank")}`);
  });

  test("axe finds nothing wrong in light and dark, wide and narrow", async () => {
    const { page } = await hub.open("partnerFull", "/overview");
    await section(page, "Coming releases").getByRole("row").nth(1).waitFor();
    await page.getByRole("link", { name: "All customers" }).waitFor();
    expect(await findFaultsInBoth(page)).toEqual([]);
    await page.setViewportSize({ width: 400, height: 800 });
    expect(await findFaultsInBoth(page)).toEqual([]);
    expect(await page.evaluate("document.documentElement.scrollWidth")).toBeLessThanOrEqual(400);
  });

  test.each([
    ["fr", "Aperçu", "3 clients en conflit"],
    ["nl", "Overzicht", "3 klanten in conflict"],
  ] as const)("it speaks %s", async (locale, title, conflicts) => {
    const { page, watched } = await hub.open("partnerFull", "/overview", { locale });
    await page.getByRole("heading", { level: 1, name: title }).waitFor();
    await page.getByRole("heading", { name: conflicts }).waitFor();
    expect(watched.complaints).toEqual([]);
  });

  test.each(["vendor", "partnerFull"] as const)("every text is a message for %s", async (who) => {
    const { page } = await hub.open(who, "/overview", { locale: "en-XA" });
    await page.getByRole("row").nth(1).waitFor();
    await page.getByRole("heading", { level: 3 }).nth(2).waitFor();
    expect(await findUntranslated(page)).toEqual([]);
  });
});
