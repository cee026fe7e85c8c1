import { beforeAll, describe, expect, test } from "vitest";
import { call, read } from "../../src/api/demo/visitor.ts";
import { findAccessibilityFaults } from "./support/axe.ts";
import { type Hub, openHub } from "./support/hub.ts";
import { chooseSchedule, reviewAndSave } from "./support/schedule.ts";

let hub: Hub;

beforeAll(async () => {
  hub = await openHub();
  return () => hub.close();
});

const customer = (name: string) => `/customers/${hub.ids.organizations.get(name)}/settings`;
const pathOf = (name: string) => `/v1/organizations/${hub.ids.organizations.get(name)}/release-settings`;
const scheduleOf = async (name: string) =>
  (await read<{ schedule: unknown }>(hub.vendor, pathOf(name))).schedule;

describe("two people at the same settings", () => {
  test("who saves second is shown both versions, and can start from what is there", async () => {
    const first = await hub.open("customerFull", customer("Sequoia Bank"));
    const second = await hub.open("partnerFull", customer("Sequoia Bank"));
    await chooseSchedule(second.page, "Slow", "3 weeks");
    await second.page.getByRole("button", { name: "Review and save" }).click();
    const dialog = second.page.getByRole("dialog");
    await dialog.getByText("This organization goes from Slow, 8 weeks to Slow, 3 weeks.").waitFor();
    await chooseSchedule(first.page, "Slow", "6 weeks");
    await reviewAndSave(first.page);
    await dialog.getByRole("button", { name: "Save", exact: true }).click();
    const told = dialog.getByRole("alert");
    await told.getByText("Somebody else saved in the meantime. Your change was not saved.").waitFor();
    await told.getByText("Saved by Carl Customer on").waitFor();
    await told.getByText("Slow, 6 weeks").waitFor();
    await told.getByText("Slow, 3 weeks").waitFor();
    expect(await findAccessibilityFaults(second.page)).toEqual([]);
    expect(await scheduleOf("Sequoia Bank")).toEqual({ cadence: "slow", deferralWeeks: 6 });
    await dialog.getByRole("button", { name: "Start from the current settings" }).click();
    await second.page.getByRole("button", { name: "6 weeks Deferrals" }).waitFor();
    expect(await second.page.getByText("Not saved yet").count()).toBe(0);
    second.watched.forgive(/412/);
    expect([...first.watched.complaints, ...second.watched.complaints]).toEqual([]);
  });

  test("or goes on with the own version, over what is there", async () => {
    const { page, watched } = await hub.open("partnerFull", customer("Violet Pharma"));
    await chooseSchedule(page, "Slow", "3 weeks");
    await page.getByRole("button", { name: "Review and save" }).click();
    const dialog = page.getByRole("dialog");
    await dialog.getByText(/This organization goes from/).waitFor();
    await call(hub.vendor, "PUT", pathOf("Violet Pharma"), {
      schedule: { cadence: "slow", deferralWeeks: 5 },
    });
    await dialog.getByRole("button", { name: "Save", exact: true }).click();
    await dialog.getByRole("button", { name: "Keep my changes" }).click();
    await dialog.getByText("This organization goes from Slow, 5 weeks to Slow, 3 weeks.").waitFor();
    await dialog.getByRole("button", { name: "Save", exact: true }).click();
    await page.getByText("The settings are saved.").waitFor();
    expect(await scheduleOf("Violet Pharma")).toEqual({ cadence: "slow", deferralWeeks: 3 });
    watched.forgive(/412/);
    expect(watched.complaints).toEqual([]);
  });

  test("a partner's own settings know it as well", async () => {
    const { page, watched } = await hub.open("lockingPartner", "/settings");
    await chooseSchedule(page, "Slow", "3 weeks");
    await page.getByRole("button", { name: "Review and save" }).click();
    const dialog = page.getByRole("dialog");
    await dialog.getByText("Customers that change").waitFor();
    const path = `/v1/partners/${hub.ids.partners.get("Alpine Voice")}/release-settings`;
    await call(hub.vendor, "PUT", path, { allowCustomerOverride: true });
    await dialog.getByRole("button", { name: "Save", exact: true }).click();
    await dialog.getByRole("alert").getByText("Customers may override").waitFor();
    await dialog.getByRole("alert").getByText("Slow, 3 weeks").waitFor();
    watched.forgive(/412/);
    expect(watched.complaints).toEqual([]);
  });
});

describe("what others change", () => {
  test("appears without a reload", async () => {
    const { page, watched } = await hub.open("partnerFull", customer("Umber Paints"));
    await page.getByRole("button", { name: "No deferral Deferrals" }).waitFor();
    await call(hub.vendor, "PUT", pathOf("Umber Paints"), {
      schedule: { cadence: "slow", deferralWeeks: 7 },
    });
    await page.getByRole("button", { name: "7 weeks Deferrals" }).waitFor();
    await page.getByText("Set by Cisco for this organization.").waitFor();
    expect(watched.complaints).toEqual([]);
  });

  test("is told beside a change that is not saved yet, which stays", async () => {
    const { page, watched } = await hub.open("partnerFull", customer("Willow Estates"), { height: 500 });
    await chooseSchedule(page, "Latest", "3 weeks");
    await call(hub.vendor, "PUT", pathOf("Willow Estates"), {
      schedule: { cadence: "slow", deferralWeeks: 7 },
    });
    const told = page.getByRole("alert").filter({ hasText: "while you were editing" });
    await told.getByText("Slow, 7 weeks").waitFor();
    await told.getByText("Latest, 3 weeks").waitFor();
    await page.getByRole("button", { name: "3 weeks Deferrals" }).waitFor();
    // However far up one is, it is in sight.
    await page.evaluate("window.scrollTo(0, 0)");
    expect((await told.boundingBox())?.y).toBeLessThan(450);
    await told.getByRole("button", { name: "Start from the current settings" }).click();
    await page.getByRole("button", { name: "7 weeks Deferrals" }).waitFor();
    expect(watched.complaints).toEqual([]);
  });
});
