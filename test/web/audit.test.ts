import { readFileSync } from "node:fs";
import type { Page } from "playwright-core";
import { beforeAll, describe, expect, test } from "vitest";
import { call, read } from "../../src/api/demo/visitor.ts";
import { findFaultsInBoth } from "./support/appearances.ts";
import { findAccessibilityFaults } from "./support/axe.ts";
import { type Hub, openHub } from "./support/hub.ts";
import type { Who } from "./support/people.ts";
import { findUntranslated } from "./support/untranslated.ts";
import { visit } from "./support/visit.ts";

let hub: Hub;
let made = 0;

beforeAll(async () => {
  hub = await openHub();
  return () => hub.close();
});

/** A customer of this test's own, entered as somebody enters one. */
async function newCustomer(name = `Customer ${++made}`): Promise<{ id: string; name: string }> {
  const partnerIds = [hub.ids.partners.get("Northwind Telecom")];
  const { id } = await call<{ id: string }>(hub.vendor, "POST", "/v1/organizations", { name, partnerIds });
  return { id, name };
}

async function latestEntry(filter = ""): Promise<number> {
  const path = `/v1/adminAudit/events?max=1&${filter}`;
  const { items } = await read<{ items: { sequence: number }[] }>(hub.vendor, path);
  return items[0]?.sequence ?? 0;
}

const rows = (page: Page) => page.getByRole("row");
const settingsOf = (id: string) => `/v1/organizations/${id}/release-settings`;

describe("the audit", () => {
  test("tells in people's words who set what, and what was there before", async () => {
    const partner = hub.ids.partners.get("Northwind Telecom");
    const path = `/v1/partners/${partner}/release-settings`;
    const schedule = { cadence: "slow", deferralWeeks: 8 };
    const [before] = [{ cadence: "latest", deferralWeeks: 4 }];
    await call(hub.vendor, "PUT", path, { schedule, allowCustomerOverride: false });
    await call(hub.vendor, "PUT", path, { schedule: before, allowCustomerOverride: true });
    const { page, watched } = await hub.open("partnerFull", "/audit?action=change_partner_settings");
    await page.getByText("set Northwind Telecom’s schedule to Slow, 8 weeks (was Latest, 4 weeks)").waitFor();
    await page.getByText("stopped Northwind Telecom’s customers from overriding the setting").waitFor();
    await page.getByText("set Northwind Telecom’s schedule to Latest, 4 weeks (was Slow, 8 weeks)").waitFor();
    expect(watched.complaints).toEqual([]);
  });

  test("says a partner's word for a customer as that partner's, and the customer's own as its own", async () => {
    const { page } = await hub.open("partnerFull", "/audit");
    await page
      .getByRole("link", { name: /administrator set Violet Pharma’s|Northwind/ })
      .first()
      .waitFor();
    const violet = hub.ids.organizations.get("Violet Pharma");
    await page.goto(`${hub.server.url}/audit?customer=${violet}&action=change_organization_settings`);
    await page
      .getByText("set Northwind Telecom’s schedule for Violet Pharma to Slow, 12 weeks (was none)")
      .waitFor();
    const sequoia = hub.ids.organizations.get("Sequoia Bank");
    await page.goto(`${hub.server.url}/audit?customer=${sequoia}&action=change_organization_settings`);
    await page.getByText("set Sequoia Bank’s own schedule to Slow, 8 weeks (was none)").waitFor();
  });

  test("an entry opens beside the list, with before and after, what is stored, and an address of its own", async () => {
    const { id, name } = await newCustomer();
    await call(hub.vendor, "PATCH", `/v1/organizations/${id}`, { name: `${name} renamed` });
    const { page, watched } = await hub.open("partnerFull", `/audit?customer=${id}`);
    await page.getByRole("link", { name: /renamed the customer/ }).click();
    const panel = page.getByRole("complementary", {
      name: `Entry ${(await latestEntry()).toLocaleString("en")}`,
    });
    const row = panel.getByRole("row", { name: /^Name/ });
    expect(await row.getByRole("cell").allTextContents()).toEqual([name, `${name} renamed`]);
    await panel.getByText("As stored (JSON)").click();
    await panel.getByText(`"name": "${name} renamed"`).waitFor();
    expect(page.url()).toContain(`entry=${await latestEntry()}`);
    expect(await findAccessibilityFaults(page)).toEqual([]);
    await page.reload();
    await panel.getByText("As stored (JSON)").waitFor();
    await page.keyboard.press("Escape");
    await panel.waitFor({ state: "detached" });
    expect(new URL(page.url()).searchParams.has("entry")).toBe(false);
    expect(watched.complaints).toEqual([]);
  });

  test("on a narrow screen an entry is one block, with one line below it", async () => {
    const { page } = await hub.open("partnerFull", "/audit", { width: 400 });
    await page
      .getByRole("link", { name: /chose a new password/ })
      .first()
      .waitFor();
    const line = "getComputedStyle(document.querySelector('tbody td')).borderBottomWidth";
    expect(await page.evaluate(line)).toBe("0px");
  });

  test("an entry that lies in nobody's reach is not told from one that is not there", async () => {
    await call(hub.vendor, "POST", "/v1/organizations", { name: "Elsewhere", partnerIds: [] });
    const alien = await latestEntry();
    const { page } = await hub.open("partnerFull", `/audit?entry=${alien}`);
    await page.getByText("This entry does not exist, or you cannot see it.").waitFor();
    await page.goto(`${hub.server.url}/audit?entry=9999999`);
    await page.getByText("This entry does not exist, or you cannot see it.").waitFor();
  });

  test("what comes in while one reads is counted and waits until it is asked for", async () => {
    const { page, watched } = await hub.open("partnerFull", "/audit");
    await rows(page).nth(1).waitFor();
    const first = await rows(page).nth(1).textContent();
    const names = [await newCustomer(), await newCustomer()].map(({ name }) => name);
    await page.getByRole("status").getByText("2 new entries").waitFor();
    expect(await rows(page).nth(1).textContent()).toBe(first);
    await page.getByRole("button", { name: "Show", exact: true }).click();
    await page.getByText(`added the customer ${names[1]}`).waitFor();
    expect(await rows(page).nth(1).textContent()).toContain(names[1]);
    expect(await page.getByText("new entries").count()).toBe(0);
    expect(watched.complaints).toEqual([]);
  });

  test("older changes come as one goes down, each once, until the beginning is said", async () => {
    const { page } = await hub.open("vendor", "/audit");
    await rows(page).nth(1).waitFor();
    const beginning = page.getByText("This is the beginning: there is nothing older.");
    await expect
      .poll(
        async () => {
          await rows(page).last().scrollIntoViewIfNeeded();
          return beginning.count();
        },
        { timeout: 45_000 },
      )
      .toBe(1);
    const addresses: readonly string[] = await page.evaluate(
      "[...document.querySelectorAll('table a')].map((link) => link.getAttribute('href'))",
    );
    const { items } = await read<{ items: { change: number }[] }>(
      hub.vendor,
      "/v1/adminAudit/events?max=1000",
    );
    expect(items.length).toBe(await latestEntry());
    expect(addresses.length).toBe(new Set(items.map(({ change }) => change)).size);
    expect(new Set(addresses).size).toBe(addresses.length);
  });

  test("the file has every entry that matches the filters, and none other", async () => {
    const { id, name } = await newCustomer('Says "hello"');
    await call(hub.vendor, "PUT", settingsOf(id), { schedule: { cadence: "slow", deferralWeeks: 1 } });
    const { page, watched } = await hub.open("vendor", `/audit?customer=${id}`);
    await page.getByText("set Says").waitFor();
    const [file] = await Promise.all([
      page.waitForEvent("download"),
      page.getByRole("button", { name: "Download as CSV" }).click(),
    ]);
    await page.getByText("2 entries are in the file.").waitFor();
    expect(file.suggestedFilename()).toBe("audit.csv");
    const lines = readFileSync(await file.path(), "utf8")
      .trim()
      .split("\r\n");
    expect(lines[0]).toMatch(/^sequence,created,actorId,actorName/);
    expect(lines.length).toBe(3);
    expect(lines.every((line, at) => at === 0 || line.includes(id))).toBe(true);
    expect(name).toContain('"');
    expect(watched.complaints).toEqual([]);
  });
});

describe("the filters of the audit", () => {
  test("are chosen by keyboard, stand in the address, and are removed at once", async () => {
    const { page, watched } = await hub.open("partnerFull", "/audit");
    await rows(page).nth(1).waitFor();
    await page.getByRole("combobox", { name: "Customer", exact: true }).focus();
    await page.keyboard.type("Sequ");
    await page.getByRole("option", { name: "Sequoia Bank" }).waitFor();
    await page.keyboard.press("ArrowDown");
    await page.locator("[role=option][data-focused]", { hasText: "Sequoia Bank" }).waitFor();
    await page.keyboard.press("Enter");
    await page.waitForURL(new RegExp(`customer=${hub.ids.organizations.get("Sequoia Bank")}`));
    // What was found before stays in sight until the answer is there.
    await page.getByText("Violet Pharma").first().waitFor({ state: "detached" });
    await page.getByText("set Sequoia Bank’s own schedule").waitFor();
    expect(await page.getByText("Violet Pharma").count()).toBe(0);
    await page.getByRole("button", { name: /Change$/ }).focus();
    await page.keyboard.press("Enter");
    await page.keyboard.type("User added");
    await page.keyboard.press("Enter");
    await page.waitForURL(/action=create_user/);
    await page.getByText("added the user Chloé Martin to Sequoia Bank").waitFor();
    await page.getByRole("button", { name: "Remove the filters" }).focus();
    await page.keyboard.press("Enter");
    await page.waitForURL(/\/audit$/);
    expect(watched.complaints).toEqual([]);
  });

  test("a day ends with its last moment, in the person's own time", async () => {
    const { page } = await hub.open("partnerFull", "/audit?from=2026-11-22&to=2026-11-22");
    await rows(page).nth(1).waitFor();
    await page.goto(`${hub.server.url}/audit?to=2026-11-21`);
    await page.getByText("No entry matches the filters").waitFor();
    await page.getByRole("button", { name: "Remove the filters" }).click();
    await rows(page).nth(1).waitFor();
  });

  test("from an entry one goes on to everything that its person did", async () => {
    const { page } = await hub.open("vendor", "/audit?action=change_password");
    await hub.login("partnerReadOnly");
    await page.reload();
    await page.getByRole("link", { name: "Rhea Reader chose a new password" }).click();
    await page.getByRole("button", { name: "Only what Rhea Reader did" }).click();
    await page.waitForURL(/person=/);
    await page.getByRole("button", { name: /Rhea Reader\s*Person/ }).waitFor();
    expect(await rows(page).count()).toBe(2);
  });
});

describe("the audit as each person", () => {
  test.each([
    ["partnerLimited", "Violet Pharma", "Sequoia Bank"],
    ["partnerReadOnly", "Sequoia Bank", "Iris Optics"],
    ["lockingPartner", "Iris Optics", "Sequoia Bank"],
    ["customerFull", "Sequoia Bank", "Violet Pharma"],
    ["customerReadOnly", "Sequoia Bank", "Violet Pharma"],
  ] as const)("%s reads of %s and not of %s", async (who, seen, unseen) => {
    const { page, watched } = await hub.open(who as Who, "/audit");
    await page.getByRole("table").getByText(seen).first().waitFor();
    await page.mouse.wheel(0, 20_000);
    await page.getByText("This is the beginning: there is nothing older.").waitFor();
    expect(await page.getByRole("table").getByText(unseen).count()).toBe(0);
    expect(watched.complaints).toEqual([]);
  });

  test("the help desk is told that its role cannot read it, and whom to ask", async () => {
    const { page, watched } = await hub.open("helpDesk", "/audit");
    await page.getByText("Your role cannot read the audit").waitFor();
    expect(await page.getByRole("button", { name: "Download as CSV" }).count()).toBe(0);
    expect(watched.complaints).toEqual([]);
  });

  test.each([
    [
      "fr",
      "a défini la programmation propre de Sequoia Bank : Version lente, report de 8 semaines (auparavant : aucune)",
    ],
    ["nl", "heeft het eigen schema van Sequoia Bank ingesteld op Langzaam, 8 weken (was geen)"],
  ] as const)("is told in %s", async (locale, text) => {
    const sequoia = hub.ids.organizations.get("Sequoia Bank");
    const { page, watched } = await hub.open("partnerFull", `/audit?customer=${sequoia}`, { locale });
    await page.getByText(text.replaceAll(" :", "\u202f:")).waitFor();
    expect(watched.complaints).toEqual([]);
  });

  test("has no accessibility fault in light and dark, and nothing untranslated", async () => {
    const entry = await latestEntry("action=change_organization_settings");
    const { page, watched } = await hub.open("vendor", "/audit?action=change_user_settings", {
      locale: "en-XA",
    });
    await rows(page).nth(1).waitFor();
    expect(await findFaultsInBoth(page)).toEqual([]);
    await visit(page, `/audit?entry=${entry}`);
    await page.getByRole("complementary").getByRole("row").first().waitFor();
    expect(await findFaultsInBoth(page)).toEqual([]);
    expect(await findUntranslated(page, [/Customer \d+( renamed)?/g, /Says "hello"/g, "Elsewhere"])).toEqual(
      [],
    );
    expect(watched.complaints).toEqual([]);
  });
});
