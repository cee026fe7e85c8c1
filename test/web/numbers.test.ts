import type { Page } from "playwright-core";
import { beforeAll, describe, expect, test } from "vitest";
import { read } from "../../src/api/demo/visitor.ts";
import { findFaultsInBoth } from "./support/appearances.ts";
import { type Hub, openHub } from "./support/hub.ts";
import type { Who } from "./support/people.ts";
import { findUntranslated } from "./support/untranslated.ts";
import { USUAL_WAY, visit, type Way } from "./support/visit.ts";

let hub: Hub;

beforeAll(async () => {
  hub = await openHub();
  const organization = hub.ids.organizations.get("Sequoia Bank") ?? "";
  const said = { platform: "win", arch: "x64", organization };
  for (const one of [
    { version: "46.10.0.38000", installation: "an-image", managed: "1" },
    { version: "99.1.2.3", installation: "ahead" },
    { version: "nonsense", installation: "silent" },
    { version: "45.4", installation: "sleepy" },
  ]) {
    await read(hub.vendor, `/v1/updates/check?${new URLSearchParams({ ...said, ...one })}`);
  }
  await hub.server.context.checkInWriter.flush();
  return () => hub.close();
});

/** The first number in a text. */
function numberIn(text: string): number {
  // The link of an arrival names a version as well.
  const [, counted] = /(\d[\d,]*) (?:customer|installation)s?/.exec(text) ?? /(\d[\d,]*)/.exec(text) ?? [];
  return Number(counted?.replaceAll(",", ""));
}

interface NumberLink {
  readonly href: string;
  readonly count: number;
}

/** The links of a page to lists, each with the number that is pressed. */
async function numberLinks(page: Page): Promise<readonly NumberLink[]> {
  const links = await page.getByRole("main").getByRole("link").all();
  const found: NumberLink[] = [];
  for (const link of links) {
    const href = (await link.getAttribute("href")) ?? "";
    const text = (await link.getAttribute("aria-label")) ?? (await link.textContent()) ?? "";
    // A release that comes next leads to its customers, and names none of them.
    const isCount = /\d/.test(text) && !/^[\d.]+ on /.test(text);
    if (/^\/(installations|customers)(\?|$)/.test(href) && isCount)
      found.push({ href, count: numberIn(text) });
  }
  return found;
}

/** Visits an address from a page without numbers: those of the view before might still be there. */
async function visitAfresh(page: Page, path: string, way: Way = USUAL_WAY): Promise<void> {
  if (way === "linked") await visit(page, "/account", way);
  await visit(page, path, way);
}

/** Presses each number: its list has as many. The first list of a place is loaded from the server. */
async function followAll(page: Page, links: readonly NumberLink[]): Promise<void> {
  for (const [index, { href, count }] of links.entries()) {
    const found = await listAt(page, href, index === 0 ? "loaded" : undefined);
    expect([href, found]).toEqual([href, count]);
  }
}

/** How many there are in the list of an address, as the list says. */
async function listAt(page: Page, href: string, way?: Way): Promise<number> {
  await visitAfresh(page, href, way);
  const status = page
    .getByRole("status")
    .filter({ hasText: /\d+ (installation|customer)s?/ })
    .or(page.getByText("No customer matches"))
    .first();
  await status.waitFor();
  const text = (await status.textContent()) ?? "";
  return text === "No customer matches" ? 0 : numberIn(text);
}

const PLACES: readonly (readonly [who: Who, path: string, sign: RegExp, least: number])[] = [
  ["vendor", "/adoption", /By customer/, 12],
  ["partnerFull", "/adoption", /By customer/, 8],
  ["partnerLimited", "/adoption", /By customer/, 5],
  ["customerFull", "/adoption", /What is behind, and why/, 8],
  ["vendor", "/overview", /are up to date/, 7],
  ["partnerFull", "/overview", /are up to date/, 6],
  ["partnerLimited", "/overview", /are up to date/, 4],
];

describe("each number leads to a list with just as many", () => {
  test.each(PLACES)("for %s on %s", async (who, path, sign, least) => {
    const { page, watched } = await hub.open(who, path);
    await page.getByText(sign).first().waitFor();
    await page.getByRole("link", { name: /^\d/ }).first().waitFor();
    const links = await numberLinks(page);
    expect(links.length).toBeGreaterThanOrEqual(least);
    await followAll(page, links);
    expect(watched.complaints).toEqual([]);
  });

  test.each(["vendor", "partnerFull"] as const)("for %s in the panel of a release", async (who) => {
    const { page } = await hub.open(who, "/releases");
    const releases = await read<{ items: { id: string; dates: { organizations: number }[] }[] }>(
      hub.vendor,
      "/v1/releases/dates?max=1000",
    );
    const some = releases.items.filter(({ dates }) => dates.length > 2).slice(0, 2);
    expect(some.length).toBe(2);
    for (const { id } of some) {
      await visitAfresh(page, `/releases?release=${id}`);
      const panel = page.getByRole("complementary");
      await panel.getByRole("link", { name: /^\d/ }).first().waitFor();
      const found: NumberLink[] = [];
      for (const link of await panel.getByRole("link", { name: /^\d/ }).all()) {
        found.push({
          href: (await link.getAttribute("href")) ?? "",
          count: numberIn((await link.textContent()) ?? ""),
        });
      }
      expect(found.length).toBeGreaterThan(0);
      await followAll(page, found);
    }
  });
});

describe("a list behind a number", () => {
  test("says what limits it, and a press removes that; it leads on to the customers, worst first", async () => {
    const { page, watched } = await hub.open(
      "partnerFull",
      "/installations?behind=deferred&platform=win/x64",
    );
    const limits = page.getByRole("list", { name: "Limits of the list" });
    await limits.getByRole("button", { name: /Behind: Deferred/ }).waitFor();
    const both = await listAt(page, "/installations?behind=deferred&platform=win/x64");
    await limits.getByRole("button", { name: /x64/ }).click();
    await page.waitForURL((url) => !url.search.includes("platform"));
    await expect
      .poll(async () => numberIn((await page.getByRole("status").first().textContent()) ?? ""))
      .toBeGreaterThan(both);
    await page.getByRole("link", { name: /^of \d+ customers?$/ }).click();
    await page.waitForURL(/\/customers\?.*behind=deferred/);
    await page.getByRole("button", { name: /Behind: Deferred/ }).click();
    await page.waitForURL((url) => url.pathname === "/customers" && !url.search.includes("behind"));
    expect(watched.complaints).toEqual([]);
  });

  test("the chips of the customers say how many there are, and find as many", async () => {
    const { page } = await hub.open("vendor", "/customers");
    const chip = page.getByRole("button", { name: /^Conflict \d+$/ });
    const count = numberIn((await chip.textContent()) ?? "");
    expect(count).toBeGreaterThan(0);
    await chip.click();
    await page.waitForURL(/state=conflict/);
    await page
      .getByRole("status")
      .filter({ hasText: new RegExp(`^${count} customers?$`) })
      .waitFor();
  });

  test("the heads of the columns sort by adoption and by schedule, the address too", async () => {
    const { page } = await hub.open("vendor", "/customers");
    for (const column of ["Adoption", "Schedule"]) {
      const head = page.getByRole("columnheader", { name: column });
      await head.getByRole("button").click();
      await page.waitForURL(new RegExp(`sort=${column.toLowerCase()}`));
      await expect.poll(() => head.getAttribute("aria-sort")).toBe("ascending");
    }
  });

  test("by customer begins with the smallest share up to date, and is searched by name", async () => {
    const { page } = await hub.open("partnerFull", "/adoption");
    const region = page.getByRole("region", { name: "By customer" });
    await region.getByRole("row").nth(1).waitFor();
    const shares = (await region.getByText(/^\d+%$/).allTextContents()).map((text) =>
      Number.parseInt(text, 10),
    );
    expect(shares.length).toBeGreaterThan(3);
    expect(shares).toEqual([...shares].sort((a, b) => a - b));
    await region.getByRole("searchbox").fill("Sequoia");
    await page.waitForURL(/q=Sequoia/);
    await expect.poll(() => region.getByRole("row").count()).toBe(2);
  });

  test.each([
    "/installations?behind=any&stuck=true",
    "/customers?behind=deferred&schedule=latest:2&condition=managed",
  ])("%s has no fault in light and dark, and nothing untranslated", async (path) => {
    const { page, watched } = await hub.open("vendor", path, { locale: "en-XA" });
    await page
      .getByRole("list")
      .filter({ has: page.getByRole("button") })
      .first()
      .waitFor();
    expect(await findFaultsInBoth(page)).toEqual([]);
    expect(await findUntranslated(page)).toEqual([]);
    expect(watched.complaints).toEqual([]);
  });

  test.each([
    ["fr", /^\d+ installations? de/, "Limites de la liste"],
    ["nl", /^\d+ installaties? van/, "Grenzen van de lijst"],
  ] as const)("is told in %s", async (locale, words, limits) => {
    const { page } = await hub.open("vendor", "/installations?behind=any", { locale });
    await page.getByRole("list", { name: limits }).waitFor();
    await page.getByRole("status").filter({ hasText: words }).first().waitFor();
  });
});
