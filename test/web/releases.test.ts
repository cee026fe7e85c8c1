import { beforeAll, describe, expect, test } from "vitest";
import { call } from "../../src/api/demo/visitor.ts";
import { findFaultsInBoth } from "./support/appearances.ts";
import { findAccessibilityFaults } from "./support/axe.ts";
import { type Hub, openHub } from "./support/hub.ts";
import { idOfRelease, panelOf } from "./support/release.ts";
import { findUntranslated } from "./support/untranslated.ts";
import { untilLoaded, visit } from "./support/visit.ts";

let hub: Hub;

beforeAll(async () => {
  hub = await openHub();
  return () => hub.close();
});

const idOf = (version: string) => idOfRelease(hub.vendor, version);

describe("the calendar", () => {
  test("shows each release over time and in a list, with the dates of one's own customers", async () => {
    const { page, watched } = await hub.open("partnerFull", "/releases");
    const rows = page.getByRole("listbox", { name: "Releases over time" });
    const row = rows.getByRole("option", {
      name: /^46\.10\.0\.38000, Published\. Automatic from Oct 6, 2026/,
    });
    await row.waitFor();
    expect(await row.getAttribute("aria-label")).toContain("Slow from Oct 6, 2026, up to 12 weeks later");
    const entry = page
      .getByRole("table", { name: "Releases" })
      .getByRole("row", { name: /46\.10\.0\.38000/ });
    expect(await entry.textContent()).toMatch(
      /Oct 6, 2026 – Dec 29, 2026.*customers.*Windows 2, macOS 3, Linux 3/,
    );
    expect(await page.getByRole("button", { name: "Plan a release" }).count()).toBe(0);
    expect(watched.complaints).toEqual([]);
  });

  test("a partner sees only its own customers in it, the vendor those of the partner that it chooses", async () => {
    const harbour = hub.ids.partners.get("Harbour Networks");
    const { page, watched } = await hub.open("vendor", "/releases");
    const entry = page.getByRole("row", { name: /46\.11\.0\.38200/ });
    await entry.waitFor();
    const everybody = await entry.textContent();
    await page.getByRole("button", { name: /Dates of/ }).click();
    await page.getByRole("option", { name: "Harbour Networks" }).click();
    await page.waitForURL(`**/releases?partner=${harbour}`);
    await expect.poll(() => entry.textContent()).not.toBe(everybody);
    expect(watched.complaints).toEqual([]);
  });

  test("rows are gone through with the arrow keys; Enter opens the panel, Escape leads back", async () => {
    const { page, watched } = await hub.open("customerFull", "/releases");
    const rows = page.getByRole("listbox", { name: "Releases over time" });
    await rows.getByRole("option").first().waitFor();
    await page.getByRole("button", { name: "Later" }).focus();
    await page.keyboard.press("Tab");
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("Enter");
    await page.waitForURL("**/releases?release=*");
    await page.getByRole("complementary").getByText("Automatic date").waitFor();
    await page.keyboard.press("Escape");
    await page.getByRole("complementary").waitFor({ state: "detached" });
    await expect.poll(() => page.evaluate("document.activeElement.getAttribute('role')")).toBe("option");
    expect(watched.complaints).toEqual([]);
  });

  test("a customer reads of its own organization, not of how many customers there are", async () => {
    const { page } = await hub.open("customerReadOnly", "/releases");
    const row = (version: string) => page.getByRole("row", { name: version });
    await row("46.10.0.38000").getByText("Dec 1, 2026").waitFor();
    await row("46.11.0.38200").getByText("Not on your schedule").waitFor();
    expect(await page.getByText("Your organization gets it").count()).toBe(2);
    expect(await page.getByRole("main").textContent()).not.toMatch(/customer/i);
  });

  test("what is planned and what is past are folded, with their counts, and the address says which are not", async () => {
    const { page, watched } = await hub.open("helpDesk", "/releases");
    await page.getByRole("row", { name: /46\.11\.0\.38200/ }).waitFor();
    expect(await page.getByRole("row", { name: /44\.3\.0\.28993/ }).count()).toBe(0);
    expect(await page.getByRole("row", { name: /46\.12\.0\.38400/ }).count()).toBe(0);
    await page.getByRole("button", { name: /^\d+ planned releases, Dec 1, 2026 to / }).click();
    await page.getByRole("row", { name: /46\.12\.0\.38400/ }).waitFor();
    expect(page.url()).toContain("planned=true");
    await page.getByRole("button", { name: /^\d+ past releases, / }).click();
    await page.getByRole("row", { name: /44\.3\.0\.28993/ }).waitFor();
    expect(page.url()).toContain("period=all");
    expect(watched.complaints).toEqual([]);
  });

  test.each(["partnerFull", "partnerLimited", "partnerReadOnly", "helpDesk"] as const)(
    "%s sees a release with its builds and dates, and nothing to change it with",
    async (who) => {
      const id = await idOf("46.11.0.38200");
      const { page, watched } = await hub.open(who, `/releases?release=${id}`);
      const panel = panelOf(page, "46.11.0.38200");
      await panel.getByText("Webex-App-46.11.0.38200-win-x64.exe").waitFor();
      await panel.getByRole("table", { name: "Your customers get it" }).waitFor();
      expect(await panel.getByRole("link", { name: "Signed manifest" }).count()).toBe(8);
      expect(await panel.getByRole("button").allTextContents()).not.toContain("Pause");
      expect(await panel.getByRole("button", { name: "Add builds" }).count()).toBe(0);
      expect(watched.complaints).toEqual([]);
    },
  );

  test.each([
    ["partnerFull", "46.12.0.38400", "Not shown before it is out"],
    ["lockedCustomer", "46.11.0.38200", "None that your organization may run"],
  ] as const)("%s is told why no builds of %s are shown", async (who, version, why) => {
    const { page, watched } = await hub.open(who, `/releases?release=${await idOf(version)}`);
    await panelOf(page, version).getByText(why).waitFor();
    expect(await page.getByRole("row", { name: version, includeHidden: true }).textContent()).toContain(why);
    expect(watched.complaints).toEqual([]);
  });

  test.each(["customerFull", "customerReadOnly", "lockedCustomer"] as const)(
    "%s sees when its own organization gets a release",
    async (who) => {
      const id = await idOf("46.10.0.38000");
      const { page, watched } = await hub.open(who, `/releases?release=${id}&step=withdraw`);
      const panel = panelOf(page, "46.10.0.38000");
      const dates = panel.getByRole("table", { name: "Your organization gets it" });
      expect(await dates.getByRole("row").nth(1).textContent()).toMatch(/^Slow, .*2026/);
      expect(await page.getByRole("dialog").count()).toBe(0);
      expect(watched.complaints).toEqual([]);
    },
  );
});

describe("how it looks and reads", () => {
  test("nothing of it is inaccessible in light and dark", async () => {
    const id = await idOf("46.12.0.38400");
    const { page, watched } = await hub.open("vendor", "/releases");
    await page.getByRole("listbox").waitFor();
    await untilLoaded(page);
    expect(await findFaultsInBoth(page)).toEqual([]);
    await visit(page, `/releases?release=${id}`);
    await page.getByRole("complementary").waitFor();
    await untilLoaded(page);
    expect(await findFaultsInBoth(page)).toEqual([]);
    for (const search of [
      "plan=true",
      `release=${id}&step=critical`,
      `release=${id}&step=edit`,
      `release=${id}&step=builds`,
    ]) {
      await visit(page, `/releases?${search}`);
      await page.getByRole("dialog").waitFor();
      await untilLoaded(page);
      expect([search, await findFaultsInBoth(page)]).toEqual([search, []]);
    }
    expect(watched.complaints).toEqual([]);
  });

  test("a row over time says by name what its badges say to the eye, in dark, too", async () => {
    const withdrawn = { version: "47.9.0.1", automaticAt: "2026-11-20T09:00:00Z", state: "withdrawn" };
    const critical = {
      version: "47.9.0.2",
      automaticAt: "2026-11-21T09:00:00Z",
      state: "published",
      critical: { reason: "A hole", scope: "line" },
    };
    for (const body of [withdrawn, critical]) await call(hub.vendor, "POST", "/v1/releases", body);
    const { page, watched } = await hub.open("vendor", "/releases", { appearance: "dark" });
    const rows = page.getByRole("listbox", { name: "Releases over time" });
    for (const [version, badge] of [
      ["47.9.0.1", "Withdrawn"],
      ["47.9.0.2", "Critical"],
    ] as const) {
      const row = rows.getByRole("option", { name: new RegExp(`^${version.replaceAll(".", "\\.")}`) });
      await row.getByText(badge, { exact: true }).waitFor();
      expect((await row.getAttribute("aria-label"))?.toLowerCase()).toContain(badge.toLowerCase());
    }
    expect(await findAccessibilityFaults(page, ["label-content-name-mismatch"])).toEqual([]);
    expect(watched.complaints).toEqual([]);
  });

  test("on a narrow screen the list alone is left, without scrolling sideways", async () => {
    const { page } = await hub.open("customerFull", "/releases", { width: 400 });
    await page.getByRole("table", { name: "Releases" }).waitFor();
    expect(await page.getByRole("listbox").count()).toBe(0);
    const overflow =
      "document.querySelector('table').scrollWidth - document.querySelector('table').parentElement.clientWidth";
    expect(await page.evaluate(overflow)).toBeLessThanOrEqual(0);
    expect(await findAccessibilityFaults(page)).toEqual([]);
  });

  test.each([
    ["fr", "Versions", "Date automatique"],
    ["nl", "Releases", "Automatische datum"],
  ] as const)("in %s", async (locale, title, column) => {
    const { page, watched } = await hub.open("partnerFull", "/releases", { locale });
    await page.getByRole("heading", { level: 1, name: title }).waitFor();
    await page.getByRole("columnheader", { name: column }).waitFor();
    expect(watched.complaints).toEqual([]);
  });

  test("nothing is left untranslated", async () => {
    const id = await idOf("46.12.0.38400");
    const { page, watched } = await hub.open("vendor", "/releases", { locale: "en-XA" });
    for (const step of ["edit", "publish", "withdraw", "critical", "builds"]) {
      await visit(page, `/releases?release=${id}&step=${step}`);
      await page.getByRole("dialog").waitFor();
      await untilLoaded(page);
      expect([step, await findUntranslated(page, WORDS_OF_DATES)]).toEqual([step, []]);
    }
    expect(watched.complaints).toEqual([]);
  });
});

/** React Aria's own words in date fields, and the formats of files. */
const WORDS_OF_DATES = [
  ...["Faster start.", "Calendar", "Selected Date", "AM", "PM", "Empty", "DropZone", "SHA-256", "SHA-512"],
  /(year|month|day|hour|minute|time zone|AM\/PM)[^[]*/g,
  /\b(Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*\b/g,
  /\b(mm|dd|yyyy)\b/g,
  /\b(exe|zip|dmg|appimage|deb)\b/g,
];
