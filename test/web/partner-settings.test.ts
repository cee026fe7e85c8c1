import type { Page } from "playwright-core";
import { beforeAll, describe, expect, test } from "vitest";
import { read } from "../../src/api/demo/visitor.ts";
import { findFaultsInBoth } from "./support/appearances.ts";
import { findAccessibilityFaults } from "./support/axe.ts";
import { type Hub, openHub } from "./support/hub.ts";
import type { Who } from "./support/people.ts";
import { choose, chooseSchedule, reviewAndSave, undo, watchSent } from "./support/schedule.ts";
import { findUntranslated } from "./support/untranslated.ts";

let hub: Hub;

beforeAll(async () => {
  hub = await openHub();
  return () => hub.close();
});

interface Settings {
  readonly schedule: unknown;
  readonly allowCustomerOverride: boolean;
}

const settingsOf = (partner: string) =>
  read<Settings>(hub.vendor, `/v1/partners/${hub.ids.partners.get(partner)}/release-settings`);

function radio(page: Page, name: string | RegExp) {
  return page.getByRole("radio", { name });
}

describe("a partner's settings", () => {
  test("a new default is shown with what it will do, saved, and undone", async () => {
    const { page, watched } = await hub.open("partnerFull", "/settings");
    await page.getByRole("heading", { name: "Software upgrades for Webex App" }).waitFor();
    await page.getByText("This feature applies to desktop apps only.").waitFor();
    await page
      .getByText(/^A change of cadence reaches desktop apps .* within 24 hours\. Another number/)
      .waitFor();
    const sent = await watchSent(page, "PUT");
    await chooseSchedule(page, "Slow", "8 weeks");
    await page.getByText("Not saved yet").waitFor();
    await page.getByRole("button", { name: "Review and save" }).click();
    const dialog = page.getByRole("dialog", { name: "Save these settings?" });
    const change = dialog.getByText(/customers go from Latest, 4 weeks to Slow, 8 weeks/);
    await change.waitFor();
    expect(await dialog.getByText(/customers have left the default and will not follow/).count()).toBe(1);
    expect(await dialog.getByText("Customers that change").count()).toBe(1);
    await dialog
      .getByText(/ installations already run newer versions .* Next( for them)?: 4\d\.\d+\.\d+\.\d+ on /)
      .first()
      .waitFor();
    expect(await findAccessibilityFaults(page)).toEqual([]);
    await dialog.getByRole("button", { name: "Save", exact: true }).click();
    await page.getByText("The settings are saved.").waitFor();
    expect(await sent()).toEqual([{ schedule: { cadence: "slow", deferralWeeks: 8 } }]);
    expect(await settingsOf("Northwind Telecom")).toMatchObject({
      schedule: { cadence: "slow", deferralWeeks: 8 },
      allowCustomerOverride: true,
    });
    await page.getByText("Last changed by Paul Partner").waitFor();
    await undo(page);
    await page.getByRole("button", { name: "4 weeks Deferrals" }).waitFor();
    expect((await settingsOf("Northwind Telecom")).schedule).toEqual({ cadence: "latest", deferralWeeks: 4 });
    expect(watched.complaints).toEqual([]);
  });

  test("the most weeks follow the cadence, and weeks beyond it are cut to it", async () => {
    const { page } = await hub.open("partnerFull", "/settings");
    const weeks = async () => {
      await page.getByRole("button", { name: /Deferrals/ }).click();
      const texts = await page.getByRole("option").allTextContents();
      await page.keyboard.press("Escape");
      return texts;
    };
    await chooseSchedule(page, "Slow", "12 weeks");
    expect(await weeks()).toHaveLength(13);
    await choose(page, "Cadence", /^Latest/);
    expect(await weeks()).toEqual(["No deferral", "1 week", "2 weeks", "3 weeks", "4 weeks"]);
    await page.getByRole("button", { name: "4 weeks Deferrals" }).waitFor();
  });

  test("what is changed and changed back is no change; Cancel drops a change", async () => {
    const { page } = await hub.open("partnerFull", "/settings", { width: 400, height: 600 });
    const review = page.getByRole("button", { name: "Review and save" });
    const override = page.getByRole("switch", { name: "Allow all customers to override setting" });
    await page.getByText("Allow all customers to override setting").click();
    await page.getByText("Off: customer administrators see the settings and cannot edit them.").waitFor();
    expect(await review.count()).toBe(1);
    await page.getByText("Allow all customers to override setting").click();
    expect(await review.count()).toBe(0);
    await page.getByText("Automatic updates (Controlled by Cisco)").click();
    // However far up one changes something, the way to save it is in sight.
    await page.evaluate("window.scrollTo(0, 0)");
    const bar = await review.boundingBox();
    expect((bar?.y ?? 600) + (bar?.height ?? 0)).toBeLessThanOrEqual(600);
    await page.getByRole("button", { name: "Cancel" }).click();
    expect(await radio(page, /^Custom/).isChecked()).toBe(true);
    expect(await override.isChecked()).toBe(true);
  });

  test("a partner can take its schedule away again, and is told what holds then", async () => {
    const { page, watched } = await hub.open("partnerFull", "/settings");
    await page.getByRole("button", { name: "Use no schedule of our own" }).click();
    await page.getByText("No schedule is set here").waitFor();
    await reviewAndSave(page);
    expect((await settingsOf("Northwind Telecom")).schedule).toBeNull();
    await page.reload();
    await page.getByText("Customers get the automatic updates of Cisco.").waitFor();
    expect(await radio(page, /^Automatic/).isChecked()).toBe(false);
    expect(await radio(page, /^Custom/).isChecked()).toBe(false);
    await chooseSchedule(page, "Latest", "4 weeks");
    await reviewAndSave(page);
    expect((await settingsOf("Northwind Telecom")).schedule).toEqual({ cadence: "latest", deferralWeeks: 4 });
    expect(watched.complaints).toEqual([]);
  });

  const READERS: readonly (readonly [Who, RegExp])[] = [
    ["partnerReadOnly", /Your role can see these settings, not change them/],
    ["helpDesk", /Your role can see these settings, not change them/],
    ["partnerLimited", /Your role can see these settings, not change them/],
    ["toggledPartner", /Contact support to switch it on/],
  ];
  test.each(READERS)("%s sees the settings and cannot change them, and reads why", async (who, reason) => {
    const { page, watched } = await hub.open(who, "/settings");
    await page.getByText(reason).first().waitFor();
    for (const one of await page.getByRole("radio").all()) expect(await one.isDisabled()).toBe(true);
    expect(await page.getByRole("switch").isDisabled()).toBe(true);
    expect(await page.getByRole("button", { name: /Cadence/ }).isDisabled()).toBe(true);
    expect(await page.getByRole("button", { name: "Use no schedule of our own" }).count()).toBe(0);
    // Where support can be reached is not configured here.
    expect(await page.getByRole("link", { name: "Contact support" }).count()).toBe(0);
    expect(await findAccessibilityFaults(page)).toEqual([]);
    expect(watched.complaints).toEqual([]);
  });

  test("a customer's people have no partner settings, and are led to their own", async () => {
    const { page, watched } = await hub.open("customerFull", "/settings");
    await page.waitForURL(`**/customers/${hub.ids.organizations.get("Sequoia Bank")}/settings`);
    await page.getByRole("heading", { name: "Software updates for Webex App" }).waitFor();
    await page.goto(`${hub.server.url}/settings/${hub.ids.partners.get("Northwind Telecom")}`);
    await page.getByRole("heading", { level: 1, name: "Not found" }).waitFor();
    watched.forgive(/404/);
    expect(watched.complaints).toEqual([]);
  });
});

describe("the vendor", () => {
  test("finds a partner, and switches its release management on and off again (R13)", async () => {
    const { page, watched } = await hub.open("vendor", "/settings");
    await page.getByRole("searchbox", { name: "Search partners" }).fill("harb");
    await page.waitForURL("**/settings?q=harb");
    await page.getByRole("link", { name: "Northwind Telecom" }).waitFor({ state: "detached" });
    expect(await page.getByRole("row", { name: /Harbour Networks/ }).textContent()).toContain("Off");
    await page.getByRole("link", { name: "Harbour Networks" }).click();
    await page.getByRole("heading", { level: 1, name: "Harbour Networks" }).waitFor();
    await page.getByText("Release management for Harbour Networks").click();
    await page.getByText("Release management is switched on for Harbour Networks.").waitFor();
    await undo(page);
    await page.getByText("Off: the partner’s administrators are told to contact support.").waitFor();
    expect(await radio(page, /^Custom/).isDisabled()).toBe(false);
    await page.getByRole("navigation", { name: "Where you are" }).getByRole("link").click();
    await page.waitForURL("**/settings");
    expect(watched.complaints).toEqual([]);
  });

  test("is told when no partner has the searched letters", async () => {
    const { page } = await hub.open("vendor", "/settings?q=zzzz");
    await page.getByText("No partner has this in its name").waitFor();
  });
});

describe("the builds", () => {
  test("a platform is chosen, then a version file, which is downloaded and recorded", async () => {
    const { page, watched } = await hub.open("partnerReadOnly", "/settings");
    const upgrades = page.getByRole("region", { name: "Software upgrades for Webex App" });
    await upgrades.getByRole("button", { name: "Download Webex App builds" }).click();
    const dialog = page.getByRole("dialog", { name: "Download Webex App builds" });
    await dialog.getByRole("row").nth(1).waitFor();
    // The platform of the browser of the tests.
    expect(page.url()).toContain("download=linux");
    await choose(page, "Platform", "macOS");
    await page.waitForURL(/download=mac/);
    await dialog
      .getByRole("rowheader", { name: /Current$/ })
      .first()
      .waitFor();
    const row = dialog.getByRole("row", { name: /arm64/ }).first();
    await row.getByText(/\d kB/).waitFor();
    await row.getByRole("button", { name: /^Copy the SHA-256 of/ }).waitFor();
    expect(await findAccessibilityFaults(page)).toEqual([]);
    const begun = page.waitForEvent("download");
    await row.getByRole("link", { name: /^Download / }).click();
    const download = await begun;
    expect(download.suggestedFilename()).toMatch(/arm64/);
    const kept = await read<{ items: { actor: { displayName: string }; fileName: string }[] }>(
      hub.vendor,
      "/v1/builds/downloads",
    );
    expect(kept.items[0]).toMatchObject({
      actor: { displayName: "Rhea Reader" },
      fileName: download.suggestedFilename(),
    });
    await page.keyboard.press("Escape");
    await dialog.waitFor({ state: "detached" });
    expect(watched.complaints).toEqual([]);
  });
});

describe("how it looks and reads", () => {
  const VIEWS = ["", "?download=mac"];
  test.each(VIEWS)("settings%s have no fault in light or dark, and are whole", async (search) => {
    const path = `/settings/${hub.ids.partners.get("Northwind Telecom")}${search}`;
    const { page, watched } = await hub.open("partnerFull", path, { locale: "en-XA" });
    await page.getByRole("radio", { includeHidden: true }).first().waitFor({ state: "attached" });
    if (path.includes("download")) await page.getByRole("row").nth(1).waitFor();
    expect(await findFaultsInBoth(page)).toEqual([]);
    expect(await findUntranslated(page, ["zip", "dmg"])).toEqual([]);
    expect(watched.complaints).toEqual([]);
  });

  test("it speaks French and Dutch with the terms of the source", async () => {
    const french = await hub.open("partnerFull", "/settings", { locale: "fr" });
    await french.page.getByRole("heading", { name: "Mises à jour logicielles pour Webex App" }).waitFor();
    await french.page.getByText("Autoriser tous les clients à remplacer le paramètre").waitFor();
    await choose(french.page, "Cadence", "Version lente (jusqu’à 12 semaines)");
    await french.page.getByRole("button", { name: "Vérifier et enregistrer" }).click();
    await french.page
      .getByText(
        /clients passent de la dernière version, report de 4 semaines, à la version lente, report de 4 semaines\.$/,
      )
      .waitFor();
    const dutch = await hub.open("partnerFull", "/settings", { locale: "nl" });
    await dutch.page.getByRole("heading", { name: "Software-upgrades voor Webex App" }).waitFor();
    await dutch.page.getByText("Alle klanten toestaan instelling te overschrijven").waitFor();
    await dutch.page.getByRole("button", { name: "Webex App-builds downloaden" }).waitFor();
    await dutch.page.getByRole("button", { name: /Uitstellen$/ }).waitFor();
    await dutch.page.getByText("Deze functie is alleen van toepassing op desktopclients.").waitFor();
  });

  test("the vendor's list of partners has no fault and is whole", async () => {
    const { page, watched } = await hub.open("vendor", "/settings", { locale: "en-XA" });
    await page.getByRole("link", { name: "Alpine Voice" }).waitFor();
    expect(await findFaultsInBoth(page)).toEqual([]);
    expect(await findUntranslated(page)).toEqual([]);
    expect(watched.complaints).toEqual([]);
  });
});
