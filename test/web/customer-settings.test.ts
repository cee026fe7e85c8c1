import { beforeAll, describe, expect, test } from "vitest";
import { call, read } from "../../src/api/demo/visitor.ts";
import { findFaultsInBoth } from "./support/appearances.ts";
import { findAccessibilityFaults } from "./support/axe.ts";
import { type Hub, openHub } from "./support/hub.ts";
import type { Who } from "./support/people.ts";
import { chooseSchedule, reviewAndSave, undo, watchSent } from "./support/schedule.ts";
import { findUntranslated } from "./support/untranslated.ts";
import { visit } from "./support/visit.ts";

let hub: Hub;

beforeAll(async () => {
  hub = await openHub();
  return () => hub.close();
});

interface Settings {
  readonly schedule: { readonly cadence: string; readonly deferralWeeks?: number };
  readonly governing: { readonly code: string };
  readonly inherits: boolean;
  readonly allowCustomerOverride: boolean;
  readonly legacy?: object;
  readonly conflict?: object;
}

const customer = (name: string) => `/customers/${hub.ids.organizations.get(name)}/settings`;
const settingsOf = (name: string) =>
  read<Settings>(hub.vendor, `/v1/organizations/${hub.ids.organizations.get(name)}/release-settings`);
const SLOW_8 = { cadence: "slow", deferralWeeks: 8 };

describe("the builds", () => {
  test("a customer's administrator downloads what the organization may run, and it is recorded", async () => {
    const { page, watched } = await hub.open("customerFull", customer("Sequoia Bank"));
    const updates = page.getByRole("region", { name: "Software updates for Webex App" });
    await updates.getByRole("button", { name: "Download Webex App builds" }).click();
    await page.waitForURL(/download=linux/);
    const dialog = page.getByRole("dialog", { name: "Download Webex App builds" });
    await dialog.getByText("These are the versions that this organization may run now.").waitFor();
    const current = dialog.getByRole("row", { name: /Current/ }).first();
    await current.waitFor();
    const id = hub.ids.organizations.get("Sequoia Bank");
    const { items } = await read<{ items: { version: string; current: boolean }[] }>(
      hub.vendor,
      `/v1/builds?platform=linux&max=20&organizationId=${id}`,
    );
    const rows = await dialog.getByRole("rowheader").allTextContents();
    expect(rows).toEqual(items.map((one) => `${one.version}${one.current ? "Current" : ""}`));
    expect(await findAccessibilityFaults(page)).toEqual([]);
    const begun = page.waitForEvent("download");
    await current.getByRole("link", { name: /^Download / }).click();
    const fileName = (await begun).suggestedFilename();
    const kept = await read<{ items: object[] }>(hub.vendor, "/v1/builds/downloads?max=1");
    expect(kept.items).toMatchObject([
      { fileName, actor: { displayName: "Carl Customer" }, version: items[0]?.version },
    ]);
    expect(watched.complaints).toEqual([]);
  });

  test("a partner sees in the customer view what this customer may run", async () => {
    const { page } = await hub.open("partnerFull", `${customer("Tamarind Labs")}?download=win`);
    const dialog = page.getByRole("dialog", { name: "Download Webex App builds" });
    const newest = async () => {
      await dialog.getByRole("rowheader").first().waitFor();
      return dialog.getByRole("rowheader").first().textContent();
    };
    expect(await newest()).toBe("46.11.1.38283Current");
    await visit(page, `${customer("Acorn Books")}?download=win`);
    await page.getByRole("heading", { level: 1, name: "Acorn Books" }).waitFor({ state: "attached" });
    expect(await newest()).toBe("46.10.1.38083Current");
  });
});

describe("Organization Settings", () => {
  test("a partner gives one customer another schedule, sees what it does, and undoes it", async () => {
    const { page, watched } = await hub.open("partnerFull", customer("Acorn Books"));
    const sent = await watchSent(page, "PUT");
    await chooseSchedule(page, "Slow", "8 weeks");
    await page.getByRole("button", { name: "Review and save" }).click();
    const dialog = page.getByRole("dialog", { name: "Save these settings?" });
    await dialog.getByText("This organization goes from Latest, 4 weeks to Slow, 8 weeks.").waitFor();
    await dialog
      .getByText("It stays on what it runs until the next release of the slower cadence.")
      .waitFor();
    // What it runs is newer than what the slower schedule brings first, so nobody is told of that.
    const comes =
      /^(\d) of \1 installations already run 46\.10\.1\.38083, newer than the releases of this schedule until then\. Next for them: 47\.\d[\d.]* on \w+ \d+, 2027/;
    await dialog.getByText(comes).waitFor();
    expect(await findAccessibilityFaults(page)).toEqual([]);
    await dialog.getByRole("button", { name: "Save", exact: true }).click();
    await page
      .getByText(
        /^Set by Northwind Telecom for this organization\. .* Next for them: 47\.[\d.]+ on \w+ \d+, 2027/,
      )
      .waitFor();
    expect(await sent()).toEqual([{ schedule: SLOW_8 }]);
    expect(await settingsOf("Acorn Books")).toMatchObject({ schedule: SLOW_8, inherits: false });
    await undo(page);
    await page.getByText("Inherited from Northwind Telecom").waitFor();
    expect(await settingsOf("Acorn Books")).toMatchObject({ inherits: true });
    expect(watched.complaints).toEqual([]);
  });

  test("a customer's administrator changes the schedule; undoing brings the own one back", async () => {
    const { page, watched } = await hub.open("customerFull", customer("Sequoia Bank"));
    expect(await page.getByRole("switch").count()).toBe(0);
    await chooseSchedule(page, "Latest", "2 weeks");
    await reviewAndSave(page);
    expect((await settingsOf("Sequoia Bank")).schedule).toEqual({ cadence: "latest", deferralWeeks: 2 });
    await undo(page);
    await page.getByRole("button", { name: "8 weeks Deferrals" }).waitFor();
    expect(await settingsOf("Sequoia Bank")).toMatchObject({
      schedule: SLOW_8,
      governing: { code: "organization_schedule" },
    });
    expect(watched.complaints).toEqual([]);
  });

  test("a customer returns to the partner's schedule, which is shown first, and undone", async () => {
    const { page, watched } = await hub.open("customerFull", customer("Sequoia Bank"));
    await page.getByRole("button", { name: "Return to the partner’s schedule" }).click();
    const dialog = page.getByRole("dialog", { name: "Return to the inherited schedule?" });
    await dialog.getByText("This organization goes from Slow, 8 weeks to Latest, 4 weeks.").waitFor();
    await dialog.getByRole("button", { name: "Save", exact: true }).click();
    await page.getByText("The organization follows the inherited schedule again.").waitFor();
    await page.getByText("Inherited from Northwind Telecom").waitFor();
    expect(await page.getByRole("button", { name: /^Return/ }).count()).toBe(0);
    expect((await settingsOf("Sequoia Bank")).inherits).toBe(true);
    await undo(page);
    expect(await settingsOf("Sequoia Bank")).toMatchObject({ schedule: SLOW_8, inherits: false });
    expect(watched.complaints).toEqual([]);
  });

  test("a partner's return drops what it set for this customer", async () => {
    const { page } = await hub.open("partnerLimited", customer("Violet Pharma"));
    await page.getByRole("button", { name: "Return to our schedule" }).click();
    await page.getByRole("dialog").getByRole("button", { name: "Save", exact: true }).click();
    await page.getByText("Inherited from Northwind Telecom").waitFor();
    await undo(page);
    await page.getByText("Set by Northwind Telecom for this organization.").waitFor();
    expect((await settingsOf("Violet Pharma")).schedule).toEqual({ cadence: "slow", deferralWeeks: 12 });
  });

  test("the switch for this customer locks and unlocks its administrators (R12)", async () => {
    const { page, watched } = await hub.open("partnerFull", customer("Sequoia Bank"));
    await page.getByText("Allow this customer to override setting").click();
    await reviewAndSave(page);
    await page.getByText("Locked").waitFor();
    const theirs = await hub.open("customerFull", customer("Sequoia Bank"));
    await theirs.page
      .getByText("Your service provider does not allow customers to override this setting.")
      .waitFor();
    for (const one of await theirs.page.getByRole("radio").all()) expect(await one.isDisabled()).toBe(true);
    expect(await theirs.page.getByRole("button", { name: /^Return/ }).count()).toBe(0);
    await undo(page);
    expect((await settingsOf("Sequoia Bank")).allowCustomerOverride).toBe(true);
    expect([...watched.complaints, ...theirs.watched.complaints]).toEqual([]);
  });

  const READERS: readonly (readonly [Who, string, RegExp])[] = [
    ["partnerReadOnly", "Sequoia Bank", /Your role can see these settings, not change them/],
    ["helpDesk", "Sequoia Bank", /Your role can see these settings, not change them/],
    ["customerReadOnly", "Sequoia Bank", /Your role can see these settings, not change them/],
    ["lockedCustomer", "Iris Optics", /Your service provider does not allow customers to override/],
    ["toggledPartner", "Pine Valley Hotel", /Contact support to switch it on/],
  ];
  test.each(READERS)("%s sees the settings of %s read-only, and why", async (who, name, reason) => {
    const { page, watched } = await hub.open(who, customer(name));
    await page.getByText(reason).first().waitFor();
    for (const one of await page.getByRole("radio").all()) expect(await one.isDisabled()).toBe(true);
    for (const one of await page.getByRole("switch").all()) expect(await one.isDisabled()).toBe(true);
    expect(await page.getByRole("button", { name: /^Return/ }).count()).toBe(0);
    expect(await findAccessibilityFaults(page)).toEqual([]);
    expect(watched.complaints).toEqual([]);
  });

  test("where no partner serves, the switch says why it cannot be turned off", async () => {
    const { page } = await hub.open("vendor", customer("Kelp Marine"));
    await page.getByText("No partner serves this organization").waitFor();
    expect(await page.getByRole("switch").isDisabled()).toBe(true);
    await page.getByRole("button", { name: "Return to the default of Cisco" }).waitFor();
  });
});

describe("a conflict between partners (R10)", () => {
  test("is shown with both words, and a partner that says the same ends it", async () => {
    const { page, watched } = await hub.open("partnerFull", customer("Cobalt Mining"));
    const banner = page.getByRole("note").filter({ hasText: "Two partners set different schedules" });
    await banner
      .getByRole("term")
      .filter({ hasText: /^Alpine Voice$/ })
      .waitFor();
    expect(await banner.textContent()).toContain("Slow, no deferral");
    expect(await banner.textContent()).toContain("Latest, 4 weeks");
    await page.getByRole("button", { name: "4 weeks Deferrals" }).waitFor();
    await chooseSchedule(page, "Slow", "No deferral");
    await page.getByRole("button", { name: "Review and save" }).click();
    const dialog = page.getByRole("dialog");
    await dialog.getByText("The conflict between the partners ends.").waitFor();
    await dialog.getByRole("button", { name: "Save", exact: true }).click();
    await banner.waitFor({ state: "detached" });
    expect((await settingsOf("Cobalt Mining")).conflict).toBeUndefined();
    await undo(page);
    await banner.waitFor();
    expect(await settingsOf("Cobalt Mining")).toMatchObject({ inherits: true });
    expect(watched.complaints).toEqual([]);
  });

  test("the vendor ends it with a schedule for the organization", async () => {
    const { page } = await hub.open("vendor", customer("Dune Travel"));
    await page.getByText("or when a schedule is set for this organization alone").waitFor();
    await chooseSchedule(page, "Latest", "1 week");
    await reviewAndSave(page);
    await page.getByText("Set by Cisco for this organization.").waitFor();
    await undo(page);
    expect((await settingsOf("Dune Travel")).conflict).toBeDefined();
  });

  test("of partners that agree is not more than that: each may have set it for all its customers", async () => {
    const { page, watched } = await hub.open("partnerFull", customer("Dune Travel"));
    await chooseSchedule(page, "Latest", "1 week");
    await reviewAndSave(page);
    await page.getByText("The partners that serve this organization set the same schedule.").waitFor();
    const list = await hub.open(
      "partnerFull",
      `/customers?customer=${hub.ids.organizations.get("Dune Travel")}`,
    );
    const panel = list.page.getByRole("complementary", { name: "Dune Travel" });
    await panel.getByText("Same schedule from Northwind Telecom and another partner").waitFor();
    await undo(page);
    expect((await settingsOf("Dune Travel")).conflict).toBeDefined();
    expect(watched.complaints).toEqual([]);
  });
});

describe("legacy settings (R24)", () => {
  test("a partner reads what they will become, and does not migrate them", async () => {
    const { page } = await hub.open("partnerFull", customer("Heather Farms"));
    await page.getByText("These are legacy settings").waitFor();
    await page.getByText(/three months, 16 weeks/).waitFor();
    await page
      .getByText(
        /has moved from the Messaging tab to Organization Settings, and .* Cadence replaces Frequency/,
      )
      .waitFor();
    await page.getByRole("button", { name: "12 weeks Deferrals" }).waitFor();
    expect((await settingsOf("Heather Farms")).legacy).toBeDefined();
  });

  test("the organization's administrator migrates them by opening the page, and is told so once", async () => {
    const { page, watched } = await hub.open("legacyCustomer", customer("Garnet Jewels"));
    await page.getByText("Your legacy settings were carried over").waitFor();
    const told = page.getByRole("alert").filter({ hasText: "one month, 2 weeks" });
    expect(await told.textContent()).toContain("Latest, 2 weeks");
    expect(await told.textContent()).toContain("moved from the Messaging tab to Organization Settings");
    expect((await settingsOf("Garnet Jewels")).legacy).toBeUndefined();
    await page.reload();
    await page.getByRole("button", { name: "2 weeks Deferrals" }).waitFor();
    expect(await page.getByText("Your legacy settings were carried over").count()).toBe(0);
    expect(watched.complaints).toEqual([]);
  });
});

describe("how Organization Settings look and read", () => {
  const VIEWS: readonly (readonly [Who, string])[] = [
    ["partnerFull", "Violet Pharma"],
    ["partnerFull", "Basalt Roads"],
    ["partnerFull", "Heather Farms"],
    ["customerFull", "Sequoia Bank"],
  ];
  test.each(VIEWS)("%s: those of %s have no fault and are whole", async (who, name) => {
    const { page, watched } = await hub.open(who, customer(name), { locale: "en-XA" });
    await page.getByRole("radio").first().waitFor({ state: "attached" });
    await page.getByRole("status").first().waitFor({ state: "detached" });
    expect(await findFaultsInBoth(page)).toEqual([]);
    expect(await findUntranslated(page)).toEqual([]);
    expect(watched.complaints).toEqual([]);
  });

  test("a preview that fails says so, and can be asked for again", async () => {
    const { page, watched } = await hub.open("partnerFull", customer("Acorn Books"));
    await page.route("**/release-settings/preview", (route) => route.abort());
    await chooseSchedule(page, "Slow", "1 week");
    await page.getByRole("button", { name: "Review and save" }).click();
    const dialog = page.getByRole("dialog");
    await dialog.getByText("The server cannot be reached.").waitFor({ timeout: 30_000 });
    await page.unroute("**/release-settings/preview");
    await dialog.getByRole("button", { name: "Try again" }).click();
    await dialog.getByText(/This organization goes from/).waitFor();
    watched.forgive(/ERR_FAILED/);
    expect(watched.complaints).toEqual([]);
  });

  test("a save that is refused changes nothing, and says what to do", async () => {
    const { page, watched } = await hub.open("partnerFull", customer("Acorn Books"));
    await chooseSchedule(page, "Slow", "1 week");
    await page.getByRole("button", { name: "Review and save" }).click();
    const dialog = page.getByRole("dialog");
    await dialog.getByText(/This organization goes from/).waitFor();
    // The change is saved before the page hears that the partner may make no more changes.
    await page.route("**/v1/**", (route) =>
      route.request().method() === "PUT" ? route.continue() : undefined,
    );
    const partner = `/v1/partners/${hub.ids.partners.get("Northwind Telecom")}`;
    await call(hub.vendor, "PATCH", partner, { features: [] });
    await dialog.getByRole("button", { name: "Save", exact: true }).click();
    await dialog
      .getByText(/Contact support to switch it on/)
      .first()
      .waitFor();
    await call(hub.vendor, "PATCH", partner, { features: ["atlas-webex-release-management"] });
    expect((await settingsOf("Acorn Books")).inherits).toBe(true);
    watched.forgive(/40[39]/);
    expect(watched.complaints).toEqual([]);
  });
});
