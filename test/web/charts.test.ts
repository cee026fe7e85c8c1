import { beforeAll, describe, expect, test } from "vitest";
import { read } from "../../src/api/demo/visitor.ts";
import { findAccessibilityFaults } from "./support/axe.ts";
import { type Hub, openHub } from "./support/hub.ts";
import { findUntranslated } from "./support/untranslated.ts";

let hub: Hub;

beforeAll(async () => {
  hub = await openHub();
  await hub.server.context.checkInWriter.flush();
  return () => hub.close();
});

interface Day {
  readonly versions: readonly { readonly version: string | null; readonly installations: number }[];
  readonly otherVersions: number;
}
const lastDay = async () => {
  const { days } = await read<{ days: readonly Day[] }>(hub.vendor, "/v1/adoption");
  return days.at(-1) as Day;
};

describe("how releases spread", () => {
  test("is a picture, a control that reads it, and a table, with the numbers of adoption", async () => {
    const { page, watched } = await hub.open("vendor", "/overview");
    const spread = page.getByRole("region", { name: "How releases spread" });
    await spread.getByRole("img", { name: /^4 releases compared, by days since/ }).waitFor();
    const { versions, otherVersions } = await lastDay();
    const total = versions.reduce((sum, one) => sum + one.installations, otherVersions);
    const newest = versions.find(({ version }) => version === "46.11.1.38283")?.installations ?? 0;
    const said = `46.11.1.38283: ${Math.round((100 * newest) / total)}%`;
    const reader = spread.getByRole("slider", { name: "Day to read" });
    expect(await reader.getAttribute("aria-valuetext")).toBe(`Day 5, ${said}`);
    await reader.focus();
    await page.keyboard.press("ArrowLeft");
    expect(await reader.getAttribute("aria-valuetext")).toBe("Day 4");
    await spread.getByRole("button", { name: "Show as table" }).focus();
    await page.keyboard.press("Enter");
    const row = spread.getByRole("row", { name: /^5 / });
    expect(await row.getByRole("cell").first().textContent()).toBe(said.replace(/^.*: /, ""));
    expect(new URL(page.url()).searchParams.get("tables")).toBe("spread");
    await page.reload();
    await row.waitFor();
    await spread.getByRole("button", { name: "Show as chart" }).click();
    await reader.waitFor();
    expect(new URL(page.url()).searchParams.has("tables")).toBe(false);
    expect(watched.complaints).toEqual([]);
  });

  test("is of one's own installations on a customer's page", async () => {
    const { page, watched } = await hub.open("customerFull", "/");
    await page
      .getByRole("region", { name: "How releases spread" })
      .getByRole("img", { name: /releases? compared/ })
      .waitFor();
    expect(watched.complaints).toEqual([]);
  });
});

describe("what arrives", () => {
  test.each(["vendor", "partnerFull"] as const)("is a link to as many customers, for %s", async (who) => {
    const { page, watched } = await hub.open(who, "/overview");
    const links = page.getByRole("list", { name: "The next two weeks" }).getByRole("link");
    await links.first().waitFor();
    expect(await links.count()).toBeGreaterThan(2);
    for (const at of [0, 1, 2]) {
      const [, count] = / (\d+) customers?$/.exec((await links.nth(at).textContent()) ?? "") ?? [];
      await links.nth(at).click();
      await page
        .getByRole("status")
        .filter({ hasText: new RegExp(`^${count} customers?$`) })
        .waitFor();
      await page.goBack();
    }
    expect(watched.complaints).toEqual([]);
  });
});

describe("where each schedule stands", () => {
  test("leads to as many customers, and to those that get the next release", async () => {
    const { page, watched } = await hub.open("partnerFull", "/overview");
    const row = page.getByRole("table", { name: "Where each schedule stands" }).getByRole("row", {
      name: /^Latest, 4 weeks/,
    });
    const link = row.getByRole("link").first();
    const count = await link.textContent();
    for (const at of [0, 1]) {
      await row.getByRole("link").nth(at).click();
      await page.getByRole("list", { name: "Limits of the list" }).getByText("Latest, 4 weeks").waitFor();
      await page
        .getByRole("status")
        .filter({ hasText: new RegExp(`^${at === 0 ? count : "\\d+"} customers?$`) })
        .waitFor();
      await page.goBack();
    }
    expect(watched.complaints).toEqual([]);
  });
});

describe("every chart", () => {
  test.each([
    ["/overview", "light"],
    ["/adoption", "dark"],
  ] as const)(
    "of %s has no fault in %s or forced colours, and nothing is cut at 400 px",
    async (path, appearance) => {
      const { page } = await hub.open("vendor", path, { appearance, width: 400 });
      await page.getByRole("slider").or(page.getByRole("img")).first().waitFor();
      expect(await findAccessibilityFaults(page)).toEqual([]);
      expect(await page.evaluate(TOO_WIDE)).toEqual([]);
      await page.emulateMedia({ forcedColors: "active" });
      expect(await findAccessibilityFaults(page)).toEqual([]);
    },
  );

  test.each(["/overview", "/adoption"])("of %s says nothing untranslated", async (path) => {
    const { page } = await hub.open("vendor", path, { locale: "en-XA" });
    await page.getByRole("img").first().waitFor();
    expect(await findUntranslated(page)).toEqual([]);
  });

  test("is mirrored with its words where one writes from right to left", async () => {
    const { page } = await hub.open("vendor", "/overview", { locale: "ar-XB" });
    const drawing = page.getByRole("img").first();
    await drawing.waitFor();
    expect(await page.evaluate("getComputedStyle(document.querySelector('svg[role=img]')).scale")).toBe(
      "-1 1",
    );
    const box = await drawing.boundingBox();
    await page.mouse.click((box?.x ?? 0) + (box?.width ?? 0) - 2, (box?.y ?? 0) + 20);
    expect(await page.getByRole("slider").first().inputValue()).toBe("0");
  });
});

/** The elements that reach over the end of a page that is 400 px wide. */
const TOO_WIDE = `[...document.querySelectorAll("main *")]
  .filter((one) => one.getBoundingClientRect().right > 400 && !one.closest("[class*=scroll], [class*=tall], .visually-hidden"))
  .map((one) => one.outerHTML.slice(0, 200))`;
