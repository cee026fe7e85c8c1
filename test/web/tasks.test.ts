import { beforeAll, describe, expect, test } from "vitest";
import { countClicks } from "./support/clicks.ts";
import { type Hub, openHub } from "./support/hub.ts";

let hub: Hub;

beforeAll(async () => {
  hub = await openHub();
  return () => hub.close();
}, 120_000);

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
    expect(watched.complaints).toEqual([]);
  });

  test("d: all customers with a schedule of their own return to ours, seen first: 5 clicks", async () => {
    const { page, watched } = await hub.open("partnerFull", "/customers");
    const clicks = await countClicks(page);
    await page.getByRole("button", { name: "Own schedule" }).click();
    await page.waitForURL(/state=own/);
    await page.getByRole("checkbox", { name: /customers loaded/ }).check();
    await page.getByRole("button", { name: "Return to our schedule" }).click();
    const dialog = page.getByRole("dialog", { name: /^Return \d+ customers to the inherited schedule/ });
    await dialog.getByText("change", { exact: false }).first().waitFor();
    await dialog.getByRole("button", { name: "Save" }).click();
    await page.getByText(/customers follow the inherited schedule again/).waitFor();
    await page.getByText("No customer matches").waitFor();
    expect(await clicks.soFar()).toBeLessThanOrEqual(5);
    expect(watched.complaints).toEqual([]);
  });
});
