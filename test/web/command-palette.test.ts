import type { Page } from "playwright-core";
import { beforeAll, describe, expect, test } from "vitest";
import { findFaultsInBoth } from "./support/appearances.ts";
import { type Hub, openHub } from "./support/hub.ts";
import { askAsComputerOf } from "./support/own-computer.ts";
import type { Who } from "./support/people.ts";
import { findUntranslated } from "./support/untranslated.ts";

let hub: Hub;

beforeAll(async () => {
  hub = await openHub();
  await askAsComputerOf(hub, "Ben Okoye", "laptop-of-ben");
  return () => hub.close();
});

const palette = (page: Page) => page.getByRole("dialog", { name: "Find or do anything" });

/** Opens the palette by its key, and types. */
async function type(page: Page, text: string): Promise<void> {
  await page.getByRole("heading", { level: 1 }).waitFor();
  await page.keyboard.press("Control+k");
  await palette(page).getByRole("combobox").waitFor();
  await page.keyboard.type(text);
}

/** The option that Enter would choose. */
const pointed = (page: Page) =>
  page.evaluate<string>(
    'document.getElementById(document.activeElement?.getAttribute("aria-activedescendant") ?? "")?.textContent ?? ""',
  );

async function choose(page: Page, name: string): Promise<void> {
  await expect.poll(() => pointed(page)).toContain(name);
  await page.keyboard.press("Enter");
  await palette(page).waitFor({ state: "detached" });
}

describe("the command palette, by the keyboard alone", () => {
  test("finds customers, users, installations, releases and pages, and goes there", async () => {
    const { page, watched } = await hub.open("partnerFull", "/account");
    await type(page, "acorn");
    await choose(page, "Acorn Books");
    await page.getByRole("heading", { level: 1, name: "Acorn Books" }).waitFor();
    await type(page, "ben okoye");
    await choose(page, "Ben Okoye");
    await page.getByRole("complementary", { name: "Ben Okoye" }).waitFor();
    await page.keyboard.press("Escape");
    await type(page, "laptop-of");
    await page.getByRole("option", { name: /Ben Okoye/ }).waitFor();
    await page.keyboard.press("Escape");
    await type(page, "46.11.1");
    await choose(page, "46.11.1.38283");
    await page.waitForURL("**/releases?release=**");
    await page.keyboard.press("Escape");
    await type(page, "adop");
    await choose(page, "Adoption");
    await page.waitForURL("**/adoption");
    expect(watched.complaints).toEqual([]);
  });

  test("folds accents, goes down with the arrows, and gives the focus back when it is closed", async () => {
    const { page, watched } = await hub.open("partnerFull", "/account");
    await type(page, "chloe martín");
    await expect.poll(() => pointed(page)).toContain("Chloé Martin");
    await page.keyboard.press("Escape");
    await palette(page).waitFor({ state: "detached" });
    const button = page.getByRole("button", { name: /: find or do anything$/ });
    await button.focus();
    await page.keyboard.press("Enter");
    await palette(page).getByRole("combobox").waitFor();
    await page.keyboard.type("a");
    const first = await palette(page).getByRole("option").first().textContent();
    await expect.poll(() => pointed(page)).toBe(first ?? "");
    await page.keyboard.press("ArrowDown");
    await expect.poll(() => pointed(page)).not.toBe(first ?? "");
    await page.keyboard.press("Escape");
    await palette(page).waitFor({ state: "detached" });
    await expect
      .poll(() => page.evaluate("document.activeElement?.ariaLabel"))
      .toMatch(/find or do anything$/);
    expect(watched.complaints).toEqual([]);
  });

  test("begins what the person may do: a customer is created, the language and the appearance are changed", async () => {
    const { page, watched } = await hub.open("partnerFull", "/account");
    await type(page, "create cust");
    await choose(page, "Create customer");
    await page.getByRole("dialog", { name: "Create customer" }).waitFor();
    await page.keyboard.press("Escape");
    await expect.poll(() => page.url()).not.toContain("create");
    await type(page, "dark");
    await choose(page, "Appearance: Dark");
    await expect.poll(() => page.locator("html").getAttribute("class")).toContain("dark");
    await type(page, "francais");
    await choose(page, "Language: Français");
    await page.getByRole("heading", { level: 1, name: "Clients" }).waitFor();
    await page.keyboard.press("Control+k");
    await page
      .getByRole("dialog", { name: "Trouver ou faire quelque chose" })
      .getByRole("combobox")
      .waitFor();
    await page.keyboard.type("apercu");
    await expect.poll(() => pointed(page)).toContain("Aperçu");
    expect(watched.complaints).toEqual([]);
  });

  test("says that nothing was found", async () => {
    const { page } = await hub.open("helpDesk", "/account");
    await type(page, "qqqqqq");
    await palette(page).getByText("Nothing found").waitFor();
  });
});

describe("what it offers", () => {
  const STARTS: readonly (readonly [Who, readonly string[]])[] = [
    [
      "vendor",
      ["Plan a release", "Create customer", "Assign a schedule to customers", "Invite administrator"],
    ],
    [
      "partnerFull",
      [
        "Create customer",
        "Assign a schedule to customers",
        "Change the schedule of all customers",
        "Invite administrator",
      ],
    ],
    ["partnerLimited", ["Assign a schedule to customers"]],
    ["helpDesk", []],
    ["customerFull", ["Change the schedule", "Add a user", "Invite administrator"]],
    ["customerReadOnly", []],
  ];
  test.each(STARTS)("%s begins no more than the role allows: %j", async (who, starts) => {
    const { page, watched } = await hub.open(who, "/account");
    await type(page, "");
    const actions = palette(page).getByRole("group", { name: "Actions" }).getByRole("option");
    await actions.last().waitFor();
    const names = await actions.allTextContents();
    expect(
      names.map((name) => name.trim()).filter((name) => !/^(Language|Appearance):|^Sign out$/.test(name)),
    ).toEqual(starts);
    const pages = await palette(page)
      .getByRole("group", { name: "Pages" })
      .getByRole("option")
      .allTextContents();
    expect(pages.some((name) => name.includes("Audit"))).toBe(who !== "helpDesk");
    expect(watched.complaints).toEqual([]);
  });

  test("a customer's administrator finds the organization's own users and installations, and no others", async () => {
    const { page, watched } = await hub.open("customerFull", "/account");
    await type(page, "desktop-00");
    await palette(page)
      .getByRole("option", { name: /Sequoia Bank/ })
      .first()
      .waitFor();
    const found = await palette(page)
      .getByRole("group", { name: "Installations" })
      .getByRole("option")
      .allTextContents();
    expect(found.filter((text) => !text.includes("Sequoia Bank"))).toEqual([]);
    expect(watched.complaints).toEqual([]);
  });
});

describe("how it looks and reads", () => {
  test("it has no fault in light and dark, empty and with results", async () => {
    const { page, watched } = await hub.open("vendor", "/account");
    await type(page, "");
    expect(await findFaultsInBoth(page)).toEqual([]);
    await page.keyboard.type("anna");
    await palette(page)
      .getByRole("option", { name: /Anna Berg/ })
      .waitFor();
    expect(await findFaultsInBoth(page)).toEqual([]);
    expect(watched.complaints).toEqual([]);
  });

  test("nothing of it is left untranslated, and it fits a narrow screen", async () => {
    const { page, watched } = await hub.open("vendor", "/account", { locale: "en-XA", width: 400 });
    await page.getByRole("heading", { level: 1 }).waitFor();
    await page.keyboard.press("Control+k");
    await page.getByRole("dialog").getByRole("combobox").waitFor();
    expect(await findUntranslated(page, [/English|Français|Nederlands/g, /\bnode\b/g])).toEqual([]);
    expect(await page.evaluate("document.documentElement.scrollWidth")).toBeLessThanOrEqual(400);
    expect(watched.complaints).toEqual([]);
  });
});
