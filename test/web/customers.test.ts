import type { Page } from "playwright-core";
import { beforeAll, describe, expect, test } from "vitest";
import { call } from "../../src/api/demo/visitor.ts";
import { findFaultsInBoth } from "./support/appearances.ts";
import { findAccessibilityFaults } from "./support/axe.ts";
import { counted, grid, newCustomers, row } from "./support/customer-list.ts";
import { type Hub, openHub } from "./support/hub.ts";
import { findUntranslated } from "./support/untranslated.ts";

let hub: Hub;

beforeAll(async () => {
  hub = await openHub();
  return () => hub.close();
});

const names = (page: Page) => grid(page).getByRole("rowheader").getByRole("link").allTextContents();
const idOf = (name: string) => hub.ids.organizations.get(name) ?? "";

describe("the list of customers", () => {
  test("says of each which schedule it has and from where, what comes next, and how many are current", async () => {
    const { page, watched } = await hub.open("partnerFull", "/customers");
    const acorn = row(page, "Acorn Books");
    await acorn.waitFor();
    const text = await acorn.textContent();
    expect(text).toContain("Latest, 4 weeks");
    expect(text).toContain("Inherits from Northwind Telecom");
    expect(text).toMatch(/46\.11\.0\.38200\s*Dec 1, 2026/);
    expect(text).toMatch(/\d+ of \d+ current|No installations yet/);
    expect(await row(page, "Basalt Roads").textContent()).toMatch(
      /Conflict: default of Cisco.*Conflict\s*Locked/s,
    );
    await grid(page).getByRole("row").nth(1).focus();
    await page.keyboard.press("End");
    await row(page, "Violet Pharma").waitFor();
    // What does not fit into its column is the hint as well.
    expect(await row(page, "Violet Pharma").locator("small span[title]").getAttribute("title")).toBe(
      "Set by Northwind Telecom for this customer",
    );
    expect(watched.complaints).toEqual([]);
  });

  test("what is searched and filtered for stands in the address, several states together", async () => {
    const { page, watched } = await hub.open("vendor", "/customers");
    await page.getByRole("searchbox", { name: "Search customers by name or number" }).fill("foods");
    await page.waitForURL(/q=foods/);
    await counted(page, 2);
    expect(await names(page)).toEqual(["Delta Foods", "Yarrow Foods"]);
    await page.getByRole("button", { name: "Own schedule" }).click();
    await counted(page, 1);
    await page.getByRole("searchbox", { name: "Search customers by name or number" }).fill("");
    await page.getByRole("button", { name: "Own schedule" }).click();
    await page.getByRole("button", { name: "Conflict" }).click();
    await page.getByRole("button", { name: "Legacy settings" }).click();
    await counted(page, 6);
    await page.reload();
    await counted(page, 6);
    expect(await names(page)).toContain("Garnet Jewels");
    expect(await page.getByRole("button", { name: "Conflict" }).getAttribute("aria-pressed")).toBe("true");
    expect(watched.complaints).toEqual([]);
  });

  test("the vendor limits it to one partner, and the file to download is limited alike", async () => {
    const { page, watched } = await hub.open("vendor", "/customers?state=legacy");
    await counted(page, 3);
    await page.getByRole("button", { name: /Partner/ }).click();
    await page.getByRole("option", { name: "Harbour Networks" }).click();
    await counted(page, 1);
    const [download] = await Promise.all([
      page.waitForEvent("download"),
      page.getByRole("link", { name: "Export CSV" }).click(),
    ]);
    expect(download.suggestedFilename()).toBe("organizations.csv");
    const stream = await download.createReadStream();
    const text = Buffer.concat(await stream.toArray()).toString();
    expect(text.trim().split("\n")).toHaveLength(2);
    expect(text).toContain("Indigo Press");
    expect(watched.complaints).toEqual([]);
  });

  test("is sorted by name and by age, and says so", async () => {
    const { page } = await hub.open("partnerFull", "/customers");
    await row(page, "Acorn Books").waitFor();
    const header = (name: string) => page.getByRole("columnheader", { name });
    expect(await header("Name").getAttribute("aria-sort")).toBe("ascending");
    await header("Name").getByRole("button").click();
    await page.waitForURL(/sort=-name/);
    await row(page, "Yarrow Foods").waitFor({ state: "detached" });
    await row(page, "Xenon Lighting").waitFor();
    expect((await names(page))[0]).toBe("Xenon Lighting");
    await header("Added").getByRole("button").click();
    await page.waitForURL(/sort=createdAt/);
    expect(await header("Added").getAttribute("aria-sort")).toBe("ascending");
    expect(await header("Name").getAttribute("aria-sort")).toBe("none");
  });

  test("that matches nothing says so, and leads back to all", async () => {
    const { page } = await hub.open("partnerFull", "/customers?q=nobody");
    await page.getByText("No customer matches").waitFor();
    await page.getByRole("button", { name: "Show all customers" }).click();
    await row(page, "Acorn Books").waitFor();
  });

  test("that cannot be loaded says what to do, and is loaded again", async () => {
    const { page, watched } = await hub.open("partnerFull", "/account");
    const broken = (url: URL) => url.pathname === "/v1/organizations";
    await page.route(broken, (route) => route.fulfill({ status: 403, json: PROBLEM }));
    await page.getByRole("link", { name: "Customers" }).click();
    await page.getByRole("alert").getByText("Your role does not allow this.").waitFor();
    await page.unroute(broken);
    await page.getByRole("button", { name: "Try again" }).click();
    await row(page, "Acorn Books").waitFor();
    watched.forgive(/403/);
    expect(watched.complaints).toEqual([]);
  });

  test("shows a change made elsewhere without being loaded again", async () => {
    const [id = ""] = await newCustomers(hub, ["Live Example"]);
    const { page, watched } = await hub.open("partnerFull", "/customers?q=Live%20Example");
    await row(page, "Live Example").getByText("Latest, 4 weeks").waitFor();
    await call(hub.vendor, "PUT", `/v1/organizations/${id}/release-settings`, {
      schedule: { cadence: "slow", deferralWeeks: 9 },
    });
    await row(page, "Live Example").getByText("Slow, 9 weeks").waitFor();
    expect(watched.complaints).toEqual([]);
  });
});

const PROBLEM = {
  message: "no",
  errors: [{ code: "not_allowed", description: "no" }],
  trackingId: "t",
};

describe("a customer's panel", () => {
  test("opens from its row, shows both words of a conflict, and gives the focus back", async () => {
    const { page, watched } = await hub.open("partnerFull", "/customers");
    await row(page, "Basalt Roads").getByText("Conflict: default of Cisco").click();
    const panel = page.getByRole("complementary", { name: "Basalt Roads" });
    const banner = panel.getByRole("note").filter({ hasText: "Two partners set different schedules" });
    await banner.getByText("Northwind Telecom (your company)").waitFor();
    expect(await banner.textContent()).toContain("Latest, 4 weeks");
    expect(await banner.textContent()).toContain("Slow, no deferral");
    await banner.getByRole("button", { name: "Say the same as Alpine Voice" }).waitFor();
    // Who is named in a conflict is named below it, too.
    await panel
      .getByText(/^(Northwind Telecom and Alpine Voice|Alpine Voice and Northwind Telecom)$/)
      .waitFor();
    expect(new URL(page.url()).searchParams.get("customer")).toBe(idOf("Basalt Roads"));
    expect(await findAccessibilityFaults(page)).toEqual([]);
    await page.keyboard.press("Escape");
    await panel.waitFor({ state: "detached" });
    await expect.poll(() => page.evaluate(FOCUSED)).toContain("Basalt Roads");
    expect(watched.complaints).toEqual([]);
  });

  test("leads to the customer", async () => {
    const id = idOf("Acorn Books");
    const { page } = await hub.open("partnerFull", `/customers?customer=${id}`);
    await page.getByRole("complementary").getByRole("link", { name: "View customer" }).click();
    await page.waitForURL(`**/customers/${id}`);
  });

  test("of somebody that one may not see says so", async () => {
    const { page, watched } = await hub.open("partnerFull", `/customers?customer=${idOf("Kelp Marine")}`);
    await page
      .getByRole("complementary")
      .getByText("This does not exist, or you cannot see it.")
      .first()
      .waitFor();
    watched.forgive(/404/);
    expect(watched.complaints).toEqual([]);
  });
});

/** What the focused row says; nothing where no row has the focus. */
const FOCUSED = "document.activeElement.closest('[role=row]')?.textContent ?? ''";

describe("by keyboard alone", () => {
  test("one goes through the rows, selects, opens, closes, and goes on", async () => {
    const { page, watched } = await hub.open("partnerFull", "/customers");
    await row(page, "Acorn Books").waitFor();
    await page.getByRole("button", { name: /^Added/ }).focus();
    await page.keyboard.press("Tab");
    expect(await page.evaluate(FOCUSED)).toContain("Acorn Books");
    await page.keyboard.press("ArrowDown");
    await expect.poll(() => page.evaluate(FOCUSED)).toContain("Basalt Roads");
    await page.keyboard.press("Space");
    await page.getByRole("status").getByText("1 selected").waitFor();
    expect(await row(page, "Basalt Roads").getAttribute("aria-selected")).toBe("true");
    await page.keyboard.press("End");
    await expect.poll(() => page.evaluate(FOCUSED)).toContain("Xenon Lighting");
    await page.keyboard.press("PageUp");
    await expect.poll(() => page.evaluate(FOCUSED)).not.toContain("Xenon Lighting");
    await page.keyboard.press("Home");
    await expect.poll(() => page.evaluate(FOCUSED)).toContain("Acorn Books");
    await page.keyboard.press("Enter");
    await page.getByRole("complementary", { name: "Acorn Books" }).waitFor();
    await page.keyboard.press("Escape");
    await page.getByRole("complementary").waitFor({ state: "detached" });
    await expect.poll(() => page.evaluate(FOCUSED)).toContain("Acorn Books");
    await page.keyboard.press("ArrowRight");
    await page.keyboard.press("ArrowRight");
    await page.keyboard.press("Enter");
    await page.waitForURL(`**/customers/${idOf("Acorn Books")}`);
    expect(watched.complaints).toEqual([]);
  });
});

describe("who may what", () => {
  test.each(["partnerReadOnly", "helpDesk"] as const)(
    "%s selects and creates nothing, and reads why",
    async (who) => {
      const { page, watched } = await hub.open(who, "/customers");
      await row(page, "Acorn Books").waitFor();
      await page.getByText("Your role can see these settings, not change them.").waitFor();
      expect(await page.getByRole("checkbox").count()).toBe(0);
      expect(await page.getByRole("button", { name: "Create customer" }).count()).toBe(0);
      expect(watched.complaints).toEqual([]);
    },
  );

  test("a limited partner administrator sees the assigned customers alone, and may assign to them", async () => {
    const { page, watched } = await hub.open("partnerLimited", "/customers");
    await counted(page, 2);
    expect(await names(page)).toEqual(["Acorn Books", "Violet Pharma"]);
    await page.getByRole("checkbox", { name: "Select Acorn Books" }).check();
    await page.getByRole("button", { name: "Assign schedule" }).waitFor();
    expect(await page.getByRole("button", { name: "Create customer" }).count()).toBe(0);
    expect(watched.complaints).toEqual([]);
  });

  test("a partner whose feature is off reads why nothing can be assigned", async () => {
    const { page } = await hub.open("toggledPartner", "/customers");
    await page.getByRole("checkbox", { name: "Select Quarry Stone" }).check();
    expect(await page.getByRole("button", { name: "Assign schedule" }).isDisabled()).toBe(true);
    await page.getByText(/Release management is switched off for this partner/).waitFor();
  });
});

describe("creating a customer", () => {
  test("a partner enters a name, and sees the new customer inherit", async () => {
    const { page, watched } = await hub.open("partnerFull", "/customers");
    await page.getByRole("button", { name: "Create customer" }).click();
    const dialog = page.getByRole("dialog", { name: "Create customer" });
    await dialog.getByRole("button", { name: "Create customer" }).click();
    await dialog.getByText("Enter a name.").waitFor();
    await dialog.getByLabel("Name of the customer").fill("Made By Partner");
    await page.keyboard.press("Enter");
    await page.getByText("Made By Partner is created.").waitFor();
    const panel = page.getByRole("complementary", { name: "Made By Partner" });
    await panel.getByText("Inherits from Northwind Telecom").waitFor();
    expect(watched.complaints).toEqual([]);
  });

  test("the vendor names the partners that serve it", async () => {
    const { page, watched } = await hub.open("vendor", "/customers");
    await page.getByRole("button", { name: "Create customer" }).click();
    const dialog = page.getByRole("dialog", { name: "Create customer" });
    await dialog.getByLabel("Name of the customer").fill("Made By Vendor");
    await dialog.getByRole("checkbox", { name: "Alpine Voice" }).check({ force: true });
    expect(await findAccessibilityFaults(page)).toEqual([]);
    await dialog.getByRole("button", { name: "Create customer" }).click();
    await page
      .getByRole("complementary", { name: "Made By Vendor" })
      .getByText("Inherits from Alpine Voice")
      .waitFor();
    expect(watched.complaints).toEqual([]);
  });
});

describe("how it looks and reads", () => {
  test.each([
    ["vendor", "light"],
    ["partnerFull", "dark"],
    ["helpDesk", "light"],
  ] as const)("axe finds nothing wrong for %s in %s", async (who, appearance) => {
    const { page } = await hub.open(who, "/customers", { appearance });
    await row(page, "Acorn Books").waitFor();
    expect(await findAccessibilityFaults(page)).toEqual([]);
    await page.setViewportSize({ width: 400, height: 800 });
    expect(await findAccessibilityFaults(page)).toEqual([]);
    expect(await page.evaluate("document.documentElement.scrollWidth")).toBeLessThanOrEqual(400);
  });

  test("axe finds nothing wrong while many are assigned to, in light and dark", async () => {
    const { page } = await hub.open("partnerFull", "/customers?state=own");
    await page.getByRole("checkbox", { name: /customers loaded/ }).check();
    expect(await findFaultsInBoth(page)).toEqual([]);
    await page.getByRole("button", { name: "Assign schedule" }).click();
    await page.getByRole("dialog").waitFor();
    expect(await findFaultsInBoth(page)).toEqual([]);
  });

  test.each([
    ["fr", "Clients", "Héritée de Northwind Telecom", "Sélectionner Acorn Books", "1 sélectionné"],
    ["nl", "Klanten", "Overgenomen van Northwind Telecom", "Acorn Books selecteren", "1 geselecteerd"],
  ] as const)("it speaks %s", async (locale, title, origin, select, selected) => {
    const { page, watched } = await hub.open("partnerFull", "/customers", { locale });
    await page.getByRole("heading", { level: 1, name: title }).waitFor();
    await grid(page, title).getByText(origin).first().waitFor();
    await page.getByRole("checkbox", { name: select }).check();
    await page.getByRole("status").getByText(selected, { exact: true }).waitFor();
    expect(watched.complaints).toEqual([]);
  });

  test("every text is a message", async () => {
    const { page } = await hub.open("vendor", "/customers", { locale: "en-XA" });
    await page.getByRole("checkbox").nth(3).check();
    expect(await findUntranslated(page, OURS)).toEqual([]);
    await page
      .getByRole("rowheader")
      .first()
      .getByText("Alpine")
      .or(page.getByRole("row").nth(2))
      .first()
      .click();
    await page.getByRole("complementary").getByRole("definition").first().waitFor();
    expect(await findUntranslated(page, OURS)).toEqual([]);
  });
});

/** Customers that the tests before it made. */
const OURS = [/Live Example|Made By \w+|\w+ \w+ administrator/g, / (and|,) /g];
