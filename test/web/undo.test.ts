import type { Page } from "playwright-core";
import { beforeAll, describe, expect, test } from "vitest";
import { call, read } from "../../src/api/demo/visitor.ts";
import { findAccessibilityFaults } from "./support/axe.ts";
import { type Hub, openHub } from "./support/hub.ts";

let hub: Hub;
let made = 0;

beforeAll(async () => {
  hub = await openHub();
  return () => hub.close();
});

const SLOW = { cadence: "slow", deferralWeeks: 8 };
const settingsOf = (id: string) => `/v1/organizations/${id}/release-settings`;

async function newCustomer(): Promise<{ id: string; name: string }> {
  const name = `Undone ${++made}`;
  const partnerIds = [hub.ids.partners.get("Northwind Telecom")];
  const { id } = await call<{ id: string }>(hub.vendor, "POST", "/v1/organizations", { name, partnerIds });
  return { id, name };
}

async function newest(): Promise<number> {
  const { items } = await read<{ items: { sequence: number }[] }>(hub.vendor, "/v1/adminAudit/events?max=1");
  return items[0]?.sequence ?? 0;
}

const panelOf = (page: Page, sequence: number) =>
  page.getByRole("complementary", { name: `Entry ${sequence.toLocaleString("en")}` });

describe("the undo of an entry", () => {
  test("shows the ordinary preview, gives back what was there, and both entries lead to each other", async () => {
    const { id, name } = await newCustomer();
    await call(hub.vendor, "PUT", settingsOf(id), { schedule: SLOW });
    const sequence = await newest();
    const { page, watched } = await hub.open("partnerFull", `/audit?customer=${id}`);
    await page.getByRole("link", { name: /set .* schedule to Slow, 8 weeks/ }).click();
    const panel = panelOf(page, sequence);
    await panel.getByRole("button", { name: "Undo this change" }).click();
    const dialog = page.getByRole("dialog", { name: "Undo this change?" });
    await dialog.getByText("Slow, 8 weeks").first().waitFor();
    expect(await findAccessibilityFaults(page)).toEqual([]);
    await dialog.getByRole("button", { name: "Undo this change" }).click();
    await panel.getByText(/Undone by /).waitFor();
    const { inherits } = await read<{ inherits: boolean }>(hub.vendor, settingsOf(id));
    expect(inherits).toBe(true);
    await panel.getByRole("link", { name: "Undone", exact: true }).click();
    const undoing = panelOf(page, await newest());
    await undoing.getByRole("link", { name: /entry/ }).click();
    await panel.getByRole("link", { name }).click();
    await page.getByRole("heading", { name }).first().waitFor();
    expect(watched.complaints).toEqual([]);
  });

  test("is not offered where it cannot be made: it says why, and who changed it again", async () => {
    const { id } = await newCustomer();
    const created = await newest();
    await call(hub.vendor, "PATCH", `/v1/organizations/${id}`, { name: `Undone ${++made}` });
    const { page } = await hub.open("partnerFull", `/audit?entry=${created}`);
    const panel = panelOf(page, created);
    await panel.getByRole("link", { name: "Changed again" }).waitFor();
    expect(await panel.getByRole("button", { name: "Undo this change" }).count()).toBe(0);
  });
});

describe("what was changed together", () => {
  test("is one line with its number, whose customers are listed, and is undone as one", async () => {
    const customers = [await newCustomer(), await newCustomer(), await newCustomer()];
    for (const { id } of customers) await call(hub.vendor, "PUT", settingsOf(id), { schedule: SLOW });
    const organizationIds = customers.map(({ id }) => id);
    const body = { organizationIds, schedule: "inherit" };
    await call(hub.vendor, "POST", "/v1/organizations/bulk-release-settings", body);
    const { page, watched } = await hub.open("vendor", `/audit?customer=${organizationIds[0]}`);
    await page.getByRole("link", { name: /returned 3 customers to what the partner set/ }).click();
    const panel = page.getByRole("complementary", { name: /^Entry/ });
    await panel.getByRole("heading", { name: "3 records changed together" }).waitFor();
    for (const { name } of customers)
      await panel
        .getByRole("link", { name: new RegExp(`${name}\\b`) })
        .first()
        .waitFor();
    await panel.getByRole("button", { name: "Undo this change" }).click();
    const dialog = page.getByRole("dialog", { name: "Undo this change?" });
    await dialog.getByRole("button", { name: "Undo this change" }).click();
    await panel.getByText(/Undone by /).waitFor();
    for (const id of organizationIds) {
      expect((await read<{ schedule: object }>(hub.vendor, settingsOf(id))).schedule).toEqual(SLOW);
    }
    expect(watched.complaints).toEqual([]);
  });
});
