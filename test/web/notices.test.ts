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

const settings = (name: string) => `/customers/${hub.ids.organizations.get(name)}/settings`;

describe("the notice of a change", () => {
  test("names whom it is about with both values, stays with that customer, and is listed with its undo", async () => {
    const { page, watched } = await hub.open("partnerFull", settings("Acorn Books"));
    await chooseSchedule(page, "Latest", "3 weeks");
    await reviewAndSave(page);
    const text = "Acorn Books: Latest, 3 weeks (was Latest, 4 weeks).";
    await page.getByText(text).waitFor();
    await page.getByRole("link", { name: "Users", exact: true }).first().click();
    await page.getByRole("button", { name: "Undo" }).waitFor();
    await page.goto(`${hub.server.url}${settings("Acorn Books")}`);
    await chooseSchedule(page, "Latest", "2 weeks");
    await reviewAndSave(page);
    const second = "Acorn Books: Latest, 2 weeks (was Latest, 3 weeks).";
    await page.getByText(second).waitFor();
    await page.getByRole("link", { name: "Customers", exact: true }).first().click();
    await page.getByText(second).waitFor({ state: "detached" });
    const recent = page.getByRole("button", { name: "Your recent changes" });
    await recent.focus();
    await page.keyboard.press("Enter");
    const list = page.getByRole("dialog", { name: "Your recent changes" });
    await list.getByText(second).waitFor();
    expect(await findAccessibilityFaults(page)).toEqual([]);
    await list.getByRole("button", { name: `Undo: ${second}` }).focus();
    await page.keyboard.press("Enter");
    await list.getByText("Undone", { exact: true }).waitFor();
    const path = `/v1/organizations/${hub.ids.organizations.get("Acorn Books")}/release-settings`;
    expect((await read<{ schedule: unknown }>(hub.vendor, path)).schedule).toEqual({
      cadence: "latest",
      deferralWeeks: 3,
    });
    expect(watched.complaints).toEqual([]);
  });

  test("cannot be undone once the same was changed again, which the list says", async () => {
    const { page, watched } = await hub.open("partnerFull", settings("Willow Estates"));
    await chooseSchedule(page, "Latest", "3 weeks");
    await reviewAndSave(page);
    const path = `/v1/organizations/${hub.ids.organizations.get("Willow Estates")}/release-settings`;
    await page.getByText(/^Willow Estates: Latest, 3 weeks/).waitFor();
    await call(hub.vendor, "PUT", path, { schedule: { cadence: "slow", deferralWeeks: 7 } });
    await page.getByRole("button", { name: "7 weeks Deferrals" }).waitFor();
    await page.getByRole("button", { name: "Your recent changes" }).click();
    const list = page.getByRole("dialog", { name: "Your recent changes" });
    await list.getByRole("button", { name: /^Undo: Willow Estates/ }).click();
    await list.getByText("Changed again since").waitFor();
    expect((await read<{ schedule: unknown }>(hub.vendor, path)).schedule).toEqual({
      cadence: "slow",
      deferralWeeks: 7,
    });
    watched.forgive(/412/);
    expect(watched.complaints).toEqual([]);
  });
});
