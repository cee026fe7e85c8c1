import { sql } from "kysely";
import { beforeAll, describe, expect, test } from "vitest";
import { call, read } from "../../src/api/demo/visitor.ts";
import { formatInstant } from "../../src/instant.ts";
import { findFaultsInBoth } from "./support/appearances.ts";
import { findAccessibilityFaults } from "./support/axe.ts";
import { type Hub, openHub } from "./support/hub.ts";
import type { Who } from "./support/people.ts";
import { findUntranslated } from "./support/untranslated.ts";

let hub: Hub;

beforeAll(async () => {
  hub = await openHub();
  await hub.server.context.checkInWriter.flush();
  return () => hub.close();
});

interface Adoption {
  readonly total: number;
  readonly current: number;
  readonly behind: { readonly total: number };
  readonly versions: readonly { readonly version: string; readonly installations: number }[];
}

const adoptionOf = (query: string) => read<Adoption>(hub.vendor, `/v1/adoption?${query}`);
const organization = (name: string) => hub.ids.organizations.get(name) ?? "";

/** Has an installation ask, as an app does. */
const ask = (query: Record<string, string>) =>
  read(hub.vendor, `/v1/updates/check?${new URLSearchParams({ platform: "win", arch: "x64", ...query })}`);

describe("adoption", () => {
  test("says how many installations there are, how many are current, how many are behind", async () => {
    const { total, current, behind } = await adoptionOf(
      `partnerId=${hub.ids.partners.get("Northwind Telecom")}`,
    );
    const { page, watched } = await hub.open("partnerFull", "/adoption");
    const numbers = page.getByRole("list", { name: "At a glance" }).getByRole("listitem");
    await numbers.first().waitFor();
    const texts = await numbers.getByRole("strong").allTextContents();
    expect(texts).toEqual([total, current, behind.total].map(String));
    expect(total).toBeGreaterThan(100);
    expect(watched.complaints).toEqual([]);
  });

  test("says in words why some are behind", async () => {
    const { page } = await hub.open("partnerFull", "/adoption");
    const why = page.getByRole("region", { name: "What is behind, and why" });
    await why
      .getByRole("row", { name: /^Deferred The deferral of their schedule has not passed yet/ })
      .waitFor();
    await why.getByRole("row", { name: /^Not updated yet/ }).waitFor();
  });

  test("shows the days as a picture, and the same numbers as a table that the keyboard opens", async () => {
    const { page } = await hub.open("vendor", "/adoption");
    const chart = page.getByRole("img", { name: /^Installations by version, day by day, from Nov 22, 2026/ });
    await chart.waitFor();
    await page.getByText("History begins on Nov 22, 2026; nothing was counted before.").waitFor();
    await page.getByRole("button", { name: "Show as table" }).focus();
    await page.keyboard.press("Enter");
    const cells = page.getByRole("region", { name: "Numbers of the chart" }).getByRole("cell");
    await cells.first().waitFor();
    const counts = (await cells.allTextContents()).map(Number);
    expect(counts.reduce((sum, count) => sum + count, 0)).toBe((await adoptionOf("")).total);
    expect(await findAccessibilityFaults(page)).toEqual([]);
  });

  test("the vendor limits it to one partner, and from there to one of its customers", async () => {
    const { page, watched } = await hub.open("vendor", "/adoption");
    await page.getByRole("row", { name: /Sequoia Bank/ }).waitFor();
    await page.getByRole("button", { name: /Partner$/ }).click();
    await page.getByRole("option", { name: "Alpine Voice" }).click();
    await page.waitForURL(/partner=/);
    await page.getByRole("row", { name: /Iris Optics/ }).waitFor();
    await page.getByRole("row", { name: /Sequoia Bank/ }).waitFor({ state: "detached" });
    await page.getByRole("link", { name: "Iris Optics" }).click();
    await page.waitForURL(new RegExp(`customer=${organization("Iris Optics")}`));
    await page.getByRole("region", { name: "Installations" }).getByText("desktop-001").waitFor();
    expect(watched.complaints).toEqual([]);
  });

  test("a customer's installations are looked through by id and by version, and lead to why", async () => {
    const id = organization("Sequoia Bank");
    const { versions } = await adoptionOf(`organizationId=${id}`);
    const { page, watched } = await hub.open("partnerFull", `/adoption?customer=${id}`);
    const list = page.getByRole("region", { name: "Installations" });
    await list.getByText("desktop-001").waitFor();
    await list.getByRole("searchbox").fill("-003");
    await list.getByText("desktop-001").waitFor({ state: "detached" });
    await page.waitForURL(/q=-003/);
    await list.getByRole("link", { name: "Why does desktop-003 run this version?" }).waitFor();
    await list.getByRole("searchbox").fill("");
    const [newest] = versions;
    await list.getByRole("button", { name: /Version$/ }).click();
    await page.getByRole("option", { name: newest?.version ?? "" }).click();
    await page.waitForURL(/version=/);
    await expect.poll(() => list.getByRole("row").count()).toBe(1 + (newest?.installations ?? 0));
    const why = list.getByRole("link", { name: /^Why does desktop-/ }).first();
    expect(await why.getAttribute("href")).toMatch(
      new RegExp(`/customers/${id}/why\\?.*installation=desktop-`),
    );
    expect(watched.complaints).toEqual([]);
  });

  test("where nothing was heard yet, it says how an installation makes itself known", async () => {
    const made = await call<{ id: string }>(hub.vendor, "POST", "/v1/organizations", {
      name: "Silent Ltd",
      partnerIds: [],
    });
    const { page, watched } = await hub.open("vendor", `/adoption?customer=${made.id}`);
    await page.getByText("No installation has asked for updates yet").waitFor();
    await page.getByText(`/v1/updates/check?organization=${made.id}`).waitFor();
    expect(await findAccessibilityFaults(page)).toEqual([]);
    await ask({ organization: made.id, version: "46.10.0.38000", installation: "first-one" });
    await hub.server.context.checkInWriter.flush();
    await page.reload();
    await page.getByRole("region", { name: "Installations" }).getByText("first-one").waitFor();
    expect(watched.complaints).toEqual([]);
  });
});

describe("what counts beside a schedule", () => {
  const HEADINGS = [
    ["en", "Worth knowing", /^Managed elsewhere/, /1 more is managed elsewhere/],
    ["fr", "À savoir", /^Gérées ailleurs/, /1 autre est gérée ailleurs/],
    ["nl", "Goed om te weten", /^Elders beheerd/, /nog 1 wordt elders beheerd/],
  ] as const;
  let id = "";

  beforeAll(async () => {
    const made = await call<{ id: string }>(hub.vendor, "POST", "/v1/organizations", {
      name: "Virtual Desks",
      partnerIds: [],
    });
    id = made.id;
    const said = { organization: id, version: "46.10.0.38000" };
    await ask({ ...said, installation: "an-image", managed: "1", osVersion: "10.0.19045" });
    await ask({ ...said, installation: "a-desk" });
    await hub.server.context.checkInWriter.flush();
  });

  test.each(HEADINGS)(
    "is told with its number, those managed elsewhere apart (%s)",
    async (locale, heading, row, total) => {
      const { page, watched } = await hub.open("vendor", `/adoption?customer=${id}`, { locale });
      const cells = page
        .getByRole("region", { name: heading })
        .getByRole("row", { name: row })
        .getByRole("cell");
      await cells.first().waitFor();
      expect(await cells.allTextContents()).toEqual(["1", ""]);
      await page.getByRole("listitem").filter({ hasText: total }).waitFor();
      expect(await findAccessibilityFaults(page)).toEqual([]);
      expect(watched.complaints).toEqual([]);
    },
  );

  test("is told of each installation with its system, and why asks with them", async () => {
    const { page } = await hub.open("vendor", `/adoption?customer=${id}`);
    const row = page.getByRole("region", { name: "Installations" }).getByRole("row", { name: /an-image/ });
    await row.getByText("10.0.19045").waitFor();
    await row.getByText("Managed elsewhere").waitFor();
    await row.getByText("Stays").waitFor();
    await row.getByRole("link").click();
    await page
      .getByText(/decided elsewhere/)
      .first()
      .waitFor();
    expect(
      await page.getByRole("checkbox", { name: "Something else manages this computer" }).isChecked(),
    ).toBe(true);
    expect(await page.getByRole("textbox", { name: "Version of its operating system" }).inputValue()).toBe(
      "10.0.19045",
    );
  });

  test("is said to be nothing where there is nothing", async () => {
    const { page } = await hub.open("vendor", `/adoption?customer=${organization("Sequoia Bank")}`);
    await page
      .getByRole("region", { name: "Worth knowing" })
      .getByText(/^None is on the way/)
      .waitFor();
  });
});

describe("what may be made up", () => {
  test.each([
    [
      "en",
      "Some new installations were not counted",
      /^Other versions Versions that are not in the calendar/,
    ],
    ["fr", "Certaines nouvelles installations n’ont pas été comptées", /^Autres versions/],
    ["nl", "Sommige nieuwe installaties zijn niet geteld", /^Andere versies/],
  ] as const)(
    "is shown as such: other versions as one, refused installations by number (%s)",
    async (locale, title, row) => {
      const made = await call<{ id: string }>(hub.vendor, "POST", "/v1/organizations", {
        name: `Busy ${locale}`,
        partnerIds: [],
      });
      const { checkInWriter, store, now } = hub.server.context;
      await ask({ organization: made.id, version: "99.1.2.3", installation: "ahead-of-all" });
      await checkInWriter.flush();
      await sql`
      update new_installations set refused = 1234, refused_since = ${formatInstant(now())},
        refused_at = ${formatInstant(now())}
      where organization_id = ${made.id}`.execute(store.database);
      const { page, watched } = await hub.open("vendor", `/adoption?customer=${made.id}`, { locale });
      const note = page.getByRole("note").filter({ hasText: title });
      await note.waitFor();
      expect(await note.textContent()).toMatch(/1[,. \u202f]?234/);
      await page.getByRole("row", { name: row }).waitFor();
      expect(await findAccessibilityFaults(page)).toEqual([]);
      await page.goto(`${hub.server.url}/adoption?customer=${made.id}&version=other`);
      await page.getByText("ahead-of-all").waitFor();
      await page.getByText("99.1.2.3").first().waitFor();
      expect(watched.complaints).toEqual([]);
    },
  );
});

describe("adoption as each person", () => {
  test.each([
    ["partnerLimited", ["Acorn Books", "Violet Pharma"]],
    ["helpDesk", ["Acorn Books", "Sequoia Bank"]],
  ] as const)("%s sees only customers in reach", async (who, seen) => {
    const { page, watched } = await hub.open(who as Who, "/adoption");
    const customers = page.getByRole("region", { name: "By customer" });
    for (const name of seen) await customers.getByRole("link", { name }).waitFor();
    expect(await customers.getByRole("link", { name: "Iris Optics" }).count()).toBe(0);
    expect(await page.getByRole("button", { name: /Partner$/ }).count()).toBe(0);
    expect(watched.complaints).toEqual([]);
  });

  test.each(["customerFull", "customerReadOnly"] as const)("%s sees its own installations", async (who) => {
    const { total } = await adoptionOf(`organizationId=${organization("Sequoia Bank")}`);
    const { page, watched } = await hub.open(who, "/adoption");
    const list = page.getByRole("region", { name: "Installations" });
    await list.getByText("desktop-001").waitFor();
    expect(await list.getByRole("row").count()).toBe(total + 1);
    expect(await page.getByRole("combobox").count()).toBe(0);
    expect(watched.complaints).toEqual([]);
  });

  test.each([
    ["fr", "Qui est en retard, et pourquoi", /^Reportées/],
    ["nl", "Wie achterloopt en waarom", /^Uitgesteld/],
  ] as const)("is told in %s", async (locale, heading, reason) => {
    const { page, watched } = await hub.open("partnerFull", "/adoption", { locale });
    await page.getByRole("region", { name: heading }).getByRole("row", { name: reason }).waitFor();
    expect(watched.complaints).toEqual([]);
  });

  test("has no accessibility fault in light and dark, and nothing untranslated", async () => {
    const path = `/adoption?customer=${organization("Sequoia Bank")}`;
    const { page, watched } = await hub.open("vendor", path, { locale: "en-XA" });
    await page.getByText("desktop-001").waitFor();
    expect(await findFaultsInBoth(page)).toEqual([]);
    expect(await findUntranslated(page)).toEqual([]);
    expect(watched.complaints).toEqual([]);
  });
});

// Last, since time does not go back.
test("the next day stands beside the first one", async () => {
  hub.server.startClock("2026-11-23T12:00:00Z");
  const id = organization("Acorn Books");
  await ask({ organization: id, version: "46.2.1.34187", installation: "a-new-one" });
  await hub.server.context.checkInWriter.flush();
  const { page } = await hub.open("partnerFull", `/adoption?customer=${id}`);
  await page.getByRole("img", { name: /from Nov 22, 2026 to Nov 23, 2026/ }).waitFor();
  await page.getByRole("button", { name: "Show as table" }).click();
  const days = page.getByRole("region", { name: "Numbers of the chart" }).getByRole("rowheader");
  expect(await days.allTextContents()).toEqual(["Nov 23, 2026", "Nov 22, 2026"]);
  await page.getByText("Tomorrow there is a second day").waitFor({ state: "detached" });
});

test("on a narrow screen each count is a card that says what its numbers are", async () => {
  const { page } = await hub.open("customerFull", "/adoption", { width: 400 });
  await page.getByRole("table").first().waitFor();
  const firstRow = () =>
    page.evaluate(`(() => {
      const row = document.querySelector("main tbody tr");
      const labels = [...row.querySelectorAll("td")].map((cell) => getComputedStyle(cell, "::before").content);
      return [getComputedStyle(row).display, ...labels];
    })()`);
  expect(await firstRow()).toEqual(["flex", '"Installations"', '"Share"']);
  await page.setViewportSize({ width: 1440, height: 900 });
  await expect.poll(firstRow).toEqual(["table-row", "none", "none"]);
});
