import type { Page } from "playwright-core";
import { beforeAll, describe, expect, test } from "vitest";
import { call, read } from "../../src/api/demo/visitor.ts";
import { counted, newCustomers } from "./support/customer-list.ts";
import { type Hub, openHub } from "./support/hub.ts";

let hub: Hub;

beforeAll(async () => {
  hub = await openHub();
  return () => hub.close();
});

const settingsOf = (id: string) =>
  read<{ schedule: object; inherits: boolean; governing: { code: string } }>(
    hub.vendor,
    `/v1/organizations/${id}/release-settings`,
  );

describe("assigning to many", () => {
  const assign = async (page: Page, choose: (page: Page) => Promise<void>) => {
    await page.getByRole("checkbox", { name: /customers loaded/ }).check();
    await page.getByRole("button", { name: "Assign schedule" }).click();
    await choose(page);
    await page.getByRole("button", { name: "See what this will do" }).click();
    await page.getByRole("button", { name: "Save" }).waitFor();
  };
  const custom = (page: Page) =>
    page.getByRole("radio", { name: /Custom scheduled updates/ }).check({ force: true });
  const back = (page: Page) =>
    page.getByRole("radio", { name: /Return to (our|the partner’s) schedule/ }).check({ force: true });

  test("the undo gives each what it had, not all the same", async () => {
    const [first = "", second = ""] = await newCustomers(hub, ["Mixed One", "Mixed Two"]);
    const own = { cadence: "slow", deferralWeeks: 5 };
    await call(hub.vendor, "PUT", `/v1/organizations/${first}/release-settings`, { schedule: own });
    const { page, watched } = await hub.open("vendor", "/customers?q=Mixed");
    await counted(page, 2);
    await assign(page, custom);
    await page.getByRole("button", { name: "Save" }).click();
    await page.getByRole("button", { name: "Undo" }).click();
    await page.getByText("Undone.").waitFor();
    expect(await settingsOf(first)).toMatchObject({
      schedule: own,
      governing: { code: "organization_schedule" },
    });
    expect(await settingsOf(second)).toMatchObject({ inherits: true });
    expect(watched.complaints).toEqual([]);
  });

  test("where it cannot be taken back exactly it says so before, and offers no undo", async () => {
    const [id = ""] = await newCustomers(hub, ["Final One", "Final Two"]);
    await call(hub.vendor, "PUT", `/v1/organizations/${id}/release-settings`, {
      schedule: { cadence: "slow", deferralWeeks: 7 },
    });
    const { page, watched } = await hub.open("partnerFull", "/customers?q=Final");
    await counted(page, 2);
    await assign(page, back);
    await page.getByText(/This cannot be undone for all of these customers/).waitFor();
    await page.getByRole("button", { name: "Save" }).click();
    await page.getByText("2 customers follow the inherited schedule again.").waitFor();
    expect(await page.getByRole("button", { name: "Undo" }).count()).toBe(0);
    expect(await settingsOf(id)).toMatchObject({ inherits: true });
    expect(watched.complaints).toEqual([]);
  });

  test("an undo never overwrites what somebody saved meanwhile", async () => {
    const [id = "", other = ""] = await newCustomers(hub, ["Race One", "Race Two"]);
    const { page, watched } = await hub.open("vendor", "/customers?q=Race");
    await counted(page, 2);
    await assign(page, custom);
    await page.getByRole("button", { name: "Save" }).click();
    await page.getByRole("button", { name: "Undo" }).waitFor();
    const theirs = { cadence: "slow", deferralWeeks: 3 };
    await call(hub.vendor, "PUT", `/v1/organizations/${id}/release-settings`, { schedule: theirs });
    await page.getByRole("button", { name: "Undo" }).click();
    await page.getByText("It could not be undone: it was changed again in the meantime.").waitFor();
    expect(await settingsOf(id)).toMatchObject({ schedule: theirs });
    expect(await settingsOf(other)).toMatchObject({ schedule: { cadence: "latest", deferralWeeks: 0 } });
    watched.forgive(/412/);
    expect(watched.complaints).toEqual([]);
  });

  test("a refusal changes nothing and names who stands in the way", async () => {
    const ids = await newCustomers(hub, ["Gone One", "Gone Two"]);
    const { page, watched } = await hub.open("vendor", "/customers?q=Gone");
    await counted(page, 2);
    await assign(page, custom);
    await page.getByRole("button", { name: "Save", disabled: false }).waitFor();
    // The change is saved before the page hears of what was removed meanwhile.
    await page.route(/dryRun=true/, () => undefined);
    await fetch(`${hub.server.url}/v1/organizations/${ids[1]}`, {
      method: "DELETE",
      headers: { authorization: `Bearer ${hub.vendor.token}` },
    });
    await page.getByRole("button", { name: "Save" }).click();
    const dialog = page.getByRole("dialog");
    await dialog.getByText("Nothing was changed, because of these customers:").waitFor();
    expect(await dialog.getByText("Gone Two", { exact: true }).count()).toBe(1);
    expect(await settingsOf(ids[0] ?? "")).toMatchObject({ inherits: true });
    watched.forgive(/404/);
    expect(watched.complaints).toEqual([]);
  });

  test("all that match are selected, also those that are not loaded", async () => {
    const many = Array.from({ length: 120 }, (_, number) => `Many ${number}`);
    await newCustomers(hub, many);
    const { page, watched } = await hub.open("vendor", "/customers?q=Many%20");
    await counted(page, 120);
    await page.getByRole("checkbox", { name: /^Select the/ }).check();
    const rest = page.getByRole("button", { name: "Select all 120 customers" });
    if (await rest.count()) await rest.click();
    await page.getByRole("status").getByText("120 selected").waitFor();
    await page.getByRole("button", { name: "Clear selection" }).click();
    expect(await page.getByRole("checkbox", { checked: true }).count()).toBe(0);
    expect(watched.complaints).toEqual([]);
  });

  test("by keyboard alone one gives two customers a schedule, sees first what it does, and takes it back", async () => {
    const ids = await newCustomers(hub, ["Keys One", "Keys Two"]);
    const { page, watched } = await hub.open("partnerFull", "/customers?q=Keys");
    await counted(page, 2);
    await page.getByRole("checkbox", { name: "Select the 2 customers loaded" }).focus();
    await page.keyboard.press("Space");
    await page.getByRole("button", { name: "Assign schedule" }).focus();
    await page.keyboard.press("Enter");
    const dialog = page.getByRole("dialog", { name: "Assign a schedule to 2 customers" });
    await dialog.getByRole("radio", { name: /Automatic updates/ }).focus();
    await page.keyboard.press("ArrowDown");
    await dialog.getByRole("button", { name: "See what this will do" }).focus();
    await page.keyboard.press("Enter");
    await dialog.getByText(/2 customers go from Latest, 4 weeks to Latest, no deferral/).waitFor();
    await dialog.getByRole("button", { name: "Save" }).focus();
    await page.keyboard.press("Enter");
    await page.getByText("The schedules of 2 customers are saved.").waitFor();
    expect(await settingsOf(ids[0] ?? "")).toMatchObject({
      schedule: { cadence: "latest", deferralWeeks: 0 },
      governing: { code: "partner_organization_schedule" },
    });
    await page.getByRole("button", { name: "Undo" }).focus();
    await page.keyboard.press("Enter");
    await page.getByText("Undone.").waitFor();
    expect(await settingsOf(ids[1] ?? "")).toMatchObject({ inherits: true });
    expect(watched.complaints).toEqual([]);
  });
});
