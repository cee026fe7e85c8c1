import { beforeAll, describe, expect, test } from "vitest";
import { call } from "../../src/api/demo/visitor.ts";
import { countClicks } from "./support/clicks.ts";
import { counted, newCustomers } from "./support/customer-list.ts";
import { type Hub, openHub } from "./support/hub.ts";
import { undo } from "./support/schedule.ts";

let hub: Hub;

beforeAll(async () => {
  hub = await openHub();
  return () => hub.close();
}, 120_000);

/** The token of an administrator of Northwind Telecom. */
async function partnerToken(): Promise<string> {
  const login = await hub.login("partnerFull");
  return (await call<{ token: string }>(hub.vendor, "POST", "/v1/sessions", login)).token;
}

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
    await undo(page);
    expect(watched.complaints).toEqual([]);
  });

  test("d: customers that left the default return to our schedule, seen first: 5 clicks", async () => {
    const names = ["One", "Two", "Three", "Four", "Five"].map((name) => `Leaving ${name}`);
    const partner = { ...hub.vendor, token: await partnerToken() };
    for (const id of await newCustomers(hub, names)) {
      const schedule = { cadence: "slow", deferralWeeks: 9 };
      await call(partner, "PUT", `/v1/organizations/${id}/release-settings`, { schedule });
    }
    const { page, watched } = await hub.open("partnerFull", "/customers?q=Leaving");
    await counted(page, 5);
    const clicks = await countClicks(page);
    await page.getByRole("button", { name: /^Own schedule/ }).click();
    await page.waitForURL(/state=own/);
    await counted(page, 5);
    await page.getByRole("checkbox", { name: /customers loaded/ }).click();
    await page.getByRole("button", { name: "Return to our schedule" }).click();
    const dialog = page.getByRole("dialog", { name: "Return 5 customers to the inherited schedule?" });
    await dialog.getByText("Slow, 9 weeks").first().waitFor();
    await dialog.getByRole("button", { name: "Save" }).click();
    await page.getByText("No customer matches").waitFor();
    expect(await clicks.soFar()).toBeLessThanOrEqual(5);
    expect(watched.complaints).toEqual([]);
  });

  test("g: why this person has this version, and what comes next: 2 clicks", async () => {
    const { page, watched } = await hub.open("helpDesk", "/overview");
    const clicks = await countClicks(page);
    await page.getByRole("combobox", { name: "Search customers and users" }).fill("benokoye@");
    await page.getByRole("option", { name: /^Ben Okoye/ }).click();
    const panel = page.getByRole("dialog", { name: "Ben Okoye" });
    const computer = panel.getByRole("article").first();
    await computer.getByText(/^46\.10\.0\.38000 on/).waitFor();
    expect(await clicks.soFar()).toBe(1);
    await computer.getByRole("link", { name: /^Why this version\?/ }).click();
    await page.getByRole("heading", { level: 2, name: /^Stays on 46\.6\.1\.35236/ }).waitFor();
    expect(await page.getByRole("textbox", { name: "Version it runs" }).inputValue()).toBe("46.6.1.35236");
    await page
      .getByRole("list", { name: "Who decides" })
      .getByText(/^The organization has Slow, 8 weeks of its own, set by Sequoia Bank administrator on/)
      .waitFor();
    expect(await clicks.soFar()).toBeLessThanOrEqual(2);
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

  test("j: who changed this customer, and undo it, seen before it is done: 3 clicks", async () => {
    const partnerIds = [hub.ids.partners.get("Northwind Telecom")];
    const body = { name: "Changed Overnight", partnerIds };
    const { id } = await call<{ id: string }>(hub.vendor, "POST", "/v1/organizations", body);
    const schedule = { cadence: "slow", deferralWeeks: 12 };
    await call(hub.vendor, "PUT", `/v1/organizations/${id}/release-settings`, { schedule });
    const { page, watched } = await hub.open("partnerFull", `/customers/${id}`);
    const clicks = await countClicks(page);
    await page.getByRole("link", { name: /set .* schedule to Slow, 12 weeks/ }).click();
    await page.getByRole("button", { name: "Undo this change" }).click();
    const dialog = page.getByRole("dialog", { name: "Undo this change?" });
    await dialog.getByText("Slow, 12 weeks").first().waitFor();
    await dialog.getByRole("button", { name: "Undo this change" }).click();
    await page
      .getByText(/Undone by /)
      .first()
      .waitFor();
    expect(await clicks.soFar()).toBeLessThanOrEqual(3);
    expect(watched.complaints).toEqual([]);
  });
});
