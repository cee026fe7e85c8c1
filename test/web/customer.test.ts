import { beforeAll, describe, expect, test } from "vitest";
import { call, read } from "../../src/api/demo/visitor.ts";
import { findFaultsInBoth } from "./support/appearances.ts";
import { findAccessibilityFaults } from "./support/axe.ts";
import { type Hub, openHub } from "./support/hub.ts";
import type { Who } from "./support/people.ts";
import { idOfRelease } from "./support/release.ts";
import { findUntranslated } from "./support/untranslated.ts";
import { untilLoaded, visit } from "./support/visit.ts";

let hub: Hub;

beforeAll(async () => {
  hub = await openHub();
  return () => hub.close();
});

const customer = (name: string, part = "") => `/customers/${hub.ids.organizations.get(name)}${part}`;

describe("the customer view", () => {
  test("a partner finds the way in and back, and every part of a customer", async () => {
    const { page, watched } = await hub.open("partnerFull", customer("Sequoia Bank"));
    await page.getByRole("heading", { level: 1, name: "Sequoia Bank" }).waitFor();
    const tabs = page.getByRole("navigation", { name: "This customer" }).getByRole("link");
    expect(await tabs.allTextContents()).toEqual([
      ...["Overview", "Organization Settings", "Users", "Administrators", "Why this version?"],
    ]);
    await tabs.filter({ hasText: "Organization Settings" }).click();
    await page.getByRole("heading", { name: "Software updates for Webex App" }).waitFor();
    expect(await tabs.nth(1).getAttribute("aria-current")).toBe("page");
    await tabs.filter({ hasText: "Users" }).click();
    await page.getByRole("button", { name: "Anna Berg" }).waitFor();
    const trail = page.getByRole("navigation", { name: "Where you are" });
    await trail.getByRole("link", { name: "Customers" }).click();
    await page.waitForURL("**/customers");
    expect(watched.complaints).toEqual([]);
  });

  test("a coming release that is blocked for all computers there is not told as one that they have passed", async () => {
    const [organization, release] = ["Acorn Books", "47.5.1.39483"];
    const ask = new URLSearchParams({
      organization: String(hub.ids.organizations.get(organization)),
      ...{ platform: "win", arch: "x64", version: "46.10.1.38083", installation: "blocked-1" },
    });
    await read(hub.vendor, `/v1/updates/check?${ask}`);
    await hub.server.context.checkInWriter.flush();
    const id = await idOfRelease(hub.vendor, release);
    await call(hub.vendor, "PATCH", `/v1/releases/${id}`, {
      blocks: [{ platform: "win", reason: "It freezes." }],
    });
    const { page } = await hub.open("vendor", customer(organization));
    await page
      .getByRole("row", {
        name: new RegExp(`^${release}.*No installation gets it: they run newer by then, or`),
      })
      .waitFor();
  });

  test("that cannot be loaded says so as a page of its own, and is loaded again", async () => {
    const { page, watched } = await hub.open("partnerFull", "/account");
    const broken = `**/v1/organizations/${hub.ids.organizations.get("Sequoia Bank")}`;
    const json = { message: "no", errors: [{ code: "not_allowed", description: "no" }], trackingId: "t" };
    await page.route(broken, (route) => route.fulfill({ status: 403, json }));
    await page.goto(`${hub.server.url}${customer("Sequoia Bank")}`);
    await page.getByRole("heading", { level: 1, name: "This page could not be loaded" }).waitFor();
    await page.unroute(broken);
    await page.getByRole("button", { name: "Try again" }).click();
    await page.getByRole("heading", { level: 1, name: "Sequoia Bank" }).waitFor();
    watched.forgive(/403/);
    expect(watched.complaints).toEqual([]);
  });

  test("on a narrow screen the part that is open is in sight", async () => {
    const { page } = await hub.open("partnerFull", customer("Sequoia Bank", "/why"), { width: 400 });
    const open = page.getByRole("link", { name: "Why this version?" });
    await open.waitFor();
    const edge = async () => {
      const { x = 0, width = 0 } = (await open.boundingBox()) ?? {};
      return x + width;
    };
    await expect.poll(edge).toBeLessThanOrEqual(400);
  });

  test("for a customer's own people it is home, without a way back", async () => {
    const { page, watched } = await hub.open("customerFull", "/");
    await page.getByRole("heading", { level: 1, name: "Sequoia Bank" }).waitFor();
    expect(await page.getByRole("navigation", { name: "Where you are" }).count()).toBe(0);
    expect(watched.complaints).toEqual([]);
  });

  const OUTSIDE: readonly (readonly [Who, string])[] = [
    ["partnerFull", "Iris Optics"],
    ["partnerLimited", "Birchwood Clinic"],
    ["customerFull", "Acorn Books"],
  ];
  test.each(OUTSIDE)("%s finds nothing at %s, which is another's", async (who, name) => {
    const { page, watched } = await hub.open(who, customer(name));
    await page.getByRole("heading", { level: 1, name: "Not found" }).waitFor();
    watched.forgive(/404/);
    expect(watched.complaints).toEqual([]);
  });
});

describe("the overview of a customer", () => {
  const fact = (name: string) => `//dt[normalize-space()="${name}"]/following-sibling::dd`;

  test("says which schedule applies, who set it, since when, and what comes next", async () => {
    const { page, watched } = await hub.open("customerReadOnly", customer("Sequoia Bank"));
    await page.getByText("Set by the organization’s own administrator.").waitFor();
    expect(await page.locator(fact("Schedule")).textContent()).toBe("Slow, 8 weeks");
    expect(await page.locator(fact("Set by")).textContent()).toBe(
      "Token Sequoia Bank administrator (customer)",
    );
    expect(await page.locator(fact("Applies since")).textContent()).toMatch(/^Nov 22, 2026/);
    expect(await page.locator(fact("Next version")).textContent()).toBe("46.10.0.38000 on Dec 1, 2026");
    await page.getByRole("img", { name: /^Timeline from today with \d+ coming releases/ }).waitFor();
    // The user on automatic upgrades gets a newer one on the same day: next is what most get.
    const next = page.getByRole("row", { name: /Next/ });
    expect(await next.textContent()).toMatch(/^46\.10\.0\.38000.*Dec 1, 2026.*11 of 12/);
    const ahead = page.getByRole("row", { name: /^46\.12\.0\.38400/ });
    expect(await ahead.textContent()).toMatch(/Dec 1, 2026.*1 of 12/);
    await page.getByText(/installations? asks? for updates|No installation of this organization/).waitFor();
    const changes = page.getByRole("region", { name: "Recent changes" });
    await changes.getByRole("listitem").nth(4).waitFor();
    const all = changes.getByRole("link", { name: "All changes" });
    expect(await all.getAttribute("href")).toMatch(/^\/audit\?customer=[\w-]+$/);
    const one = changes.getByRole("listitem").first().getByRole("link");
    expect(await one.getAttribute("href")).toMatch(/^\/audit\?customer=[\w-]+&entry=\d+$/);
    expect(await page.getByRole("button", { name: "Subscribe in a calendar" }).count()).toBe(0);
    expect(watched.complaints).toEqual([]);
  });

  const ORIGINS: readonly (readonly [Who, string, string])[] = [
    ["partnerFull", "Acorn Books", "Inherited from Northwind Telecom"],
    ["partnerLimited", "Violet Pharma", "Set by Northwind Telecom for this organization"],
    ["vendor", "Jasper Tools", "The default of Cisco: nothing was set for this organization"],
    ["vendor", "Iris Optics", "Inherited from Alpine Voice"],
    ["lockedCustomer", "Iris Optics", "Inherited from Alpine Voice"],
    ["partnerFull", "Basalt Roads", "The default of Cisco, because the partners are in conflict"],
    ["partnerFull", "Heather Farms", "From the organization’s legacy settings"],
  ];
  test.each(ORIGINS)("%s reads where the schedule of %s comes from: %s", async (who, name, words) => {
    const { page, watched } = await hub.open(who, customer(name));
    await page.getByText(words).first().waitFor();
    expect(watched.complaints).toEqual([]);
  });

  test("superseded releases are told of, quietly", async () => {
    const { page } = await hub.open("partnerFull", customer("Acorn Books"));
    await page.getByRole("columnheader", { name: "Version" }).waitFor();
    const told = await page.getByText("A newer one is out by then").count();
    const marks = await page.locator("svg[role=img] circle").count();
    const rows = await page.locator("table tbody tr").count();
    expect(marks).toBe(rows);
    expect(told).toBeLessThan(rows);
  });

  test("the help desk sees all but the changes and the calendar", async () => {
    const { page, watched } = await hub.open("helpDesk", customer("Sequoia Bank"));
    await page.getByRole("heading", { name: "Installations" }).waitFor();
    await page.getByRole("columnheader", { name: "Version" }).waitFor();
    expect(await page.getByRole("heading", { name: "Recent changes" }).count()).toBe(0);
    expect(await page.getByRole("button", { name: "Subscribe in a calendar" }).count()).toBe(0);
    expect(watched.complaints).toEqual([]);
  });

  test("a calendar address is made, shown once, read without signing in, and revoked", async () => {
    const { page, watched } = await hub.open("customerFull", customer("Sequoia Bank"));
    await page.getByRole("button", { name: "Subscribe in a calendar" }).click();
    const dialog = page.getByRole("dialog", { name: "Subscribe in a calendar" });
    await dialog.getByRole("button", { name: "Create an address" }).click();
    await dialog.getByText("Copy this address now: it is shown only once.").waitFor();
    const address = (await dialog.locator("code").textContent()) ?? "";
    const calendar = await fetch(address);
    expect(await calendar.text()).toContain("BEGIN:VCALENDAR");
    await dialog.getByRole("button", { name: "Copy the address" }).waitFor();
    expect(await findAccessibilityFaults(page)).toEqual([]);
    await dialog.getByRole("button", { name: "Close", exact: true }).last().click();
    await page.getByRole("button", { name: "Subscribe in a calendar" }).click();
    expect(await dialog.locator("code").count()).toBe(0);
    await dialog.getByRole("button", { name: "Revoke" }).click();
    await page.getByText("The address is revoked.").waitFor();
    expect((await fetch(address)).status).toBe(404);
    expect(watched.complaints).toEqual([]);
  });
});

describe("how the customer view looks and reads", () => {
  const PARTS: readonly (readonly [Who, string, string])[] = [
    ["partnerFull", "Sequoia Bank", ""],
    ["partnerFull", "Basalt Roads", ""],
    ["vendor", "Jasper Tools", ""],
  ];
  test.each(PARTS)("%s: %s%s has no fault and is whole", async (who, name, part) => {
    const { page, watched } = await hub.open(who, customer(name, part), { locale: "en-XA" });
    await page.getByRole("table").waitFor();
    await page.getByRole("heading", { level: 2 }).nth(3).waitFor();
    await page.getByRole("status").first().waitFor({ state: "detached" });
    expect(await findFaultsInBoth(page)).toEqual([]);
    // Tokens that stand for programs have names of their own.
    expect(await findUntranslated(page, [/SLUICE_VENDOR_TOKEN|\w+ \w+ administrator/g])).toEqual([]);
    expect(watched.complaints).toEqual([]);
  });

  test("it speaks French and Dutch", async () => {
    const french = await hub.open("partnerFull", customer("Acorn Books"), { locale: "fr" });
    await french.page.getByText("Héritée de Northwind Telecom").waitFor();
    await french.page.getByRole("link", { name: "Paramètres de l’organisation", exact: true }).waitFor();
    const dutch = await hub.open("partnerFull", customer("Acorn Books"), { locale: "nl" });
    await dutch.page.getByText("Overgenomen van Northwind Telecom").waitFor();
    await dutch.page.getByRole("link", { name: "Organisatie-instellingen", exact: true }).waitFor();
  });

  test("at 400 pixels nothing is wider than the screen", async () => {
    const { page } = await hub.open("partnerFull", "/account", { width: 400 });
    for (const part of ["", "/settings", "/users"]) {
      await visit(page, customer("Sequoia Bank", part));
      await page.getByRole("heading", { level: 1, name: "Sequoia Bank" }).waitFor();
      await untilLoaded(page);
      expect(await page.evaluate("document.documentElement.scrollWidth")).toBeLessThanOrEqual(400);
    }
  });
});
