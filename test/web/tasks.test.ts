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

  test("i: who is behind, and why: 2 clicks", async () => {
    const { page, watched } = await hub.open("partnerFull", "/overview");
    const clicks = await countClicks(page);
    await page.getByRole("link", { name: "Adoption", exact: true }).click();
    await page
      .getByRole("region", { name: "What is behind, and why" })
      .getByRole("link", { name: /Deferred$/ })
      .click();
    await page.getByRole("button", { name: /Behind: Deferred/ }).waitFor();
    const rows = page.getByRole("table").getByRole("row");
    await rows
      .nth(1)
      .getByRole("link", { name: /^Why does / })
      .waitFor();
    expect(await clicks.soFar()).toBeLessThanOrEqual(2);
    expect(watched.complaints).toEqual([]);
  });
});
