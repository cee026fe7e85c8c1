import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Locator } from "playwright-core";
import { beforeAll, describe, expect, test } from "vitest";
// @ts-expect-error a script without types
import { toGuide } from "../../scripts/guide-plugin.mjs";
import { DEMO_ORGANIZATIONS, DEMO_PARTNERS } from "../../src/api/demo/people.ts";
import { GUIDE_PARTS, guidePartOf } from "../../src/web/guide/guide-parts.ts";
import { PAGES } from "../../src/web/paths.ts";
import { anchorsOf } from "../architecture/named-paths.ts";
import { type Hub, openHub } from "./support/hub.ts";
import { readTexts } from "./support/message-words.ts";

const markdown = readFileSync(join(import.meta.dirname, "..", "..", "docs", "partner-hub.md"), "utf8");

interface Made {
  readonly html: string;
  readonly headings: readonly { readonly text: string; readonly anchor: string; readonly depth: number }[];
}
const guide: Made = toGuide(markdown);

describe("the guide as HTML", () => {
  test("has the anchors of the document, each once and in its order", () => {
    const anchors = guide.headings.map(({ anchor }) => anchor);
    expect(anchors).toEqual(anchorsOf(markdown).slice(1));
    expect(new Set(anchors).size).toBe(anchors.length);
    for (const anchor of anchors) expect(guide.html).toContain(`id="${anchor}"`);
  });

  test("has nothing that the content policy forbids, and leads to no file", () => {
    expect(guide.html).not.toMatch(/<(?:img|script|style|iframe)|style=|\son\w+=|href="(?!#)/);
    expect(guide.html).not.toContain("<p></p>");
    const small: Made = toGuide(
      "# Title\n\n## A b, c\n\n![x](x.png)\n\n<b>x</b>\n\n[in](#a-b-c) and [out](https://127.0.0.1/)\n",
    );
    expect(small).toEqual({
      html: '<h2 id="a-b-c">A b, c</h2>\n<p>x</p>\n<p><a href="#a-b-c">in</a> and out</p>\n',
      headings: [{ text: "A b, c", anchor: "a-b-c", depth: 2 }],
    });
  });

  test("has the part that each page links to", () => {
    const parts = Object.values(GUIDE_PARTS).flatMap((part) => part ?? []);
    expect(parts.length).toBeGreaterThan(10);
    expect(parts.filter((part) => !guide.headings.some(({ anchor }) => anchor === part))).toEqual([]);
  });

  test("is found by the pattern of an address, with or without a slash at its end", () => {
    expect(guidePartOf(PAGES.customers)).toBe("customers");
    expect(guidePartOf(`${PAGES.customer}/`)).toBe("one-customer");
    expect([PAGES.home, PAGES.guide, "/$"].map(guidePartOf)).toEqual([null, null, null]);
  });
});

describe("the tour of a new partner", () => {
  const tour = /^## Ten minutes as a partner$([\s\S]*?)^## /m.exec(markdown)?.[1] ?? "";
  const names = [...DEMO_ORGANIZATIONS, ...DEMO_PARTNERS].map(({ name }) => name);
  const users = DEMO_ORGANIZATIONS.flatMap((organization) => organization.users ?? []);

  test("has ten steps, and is read in less than six minutes, so that four are left for the presses", () => {
    expect(tour.match(/^### Step \d+: /gm)?.map((step) => Number.parseInt(step.slice(9), 10))).toEqual(
      Array.from({ length: 10 }, (_, at) => at + 1),
    );
    // At 230 words a minute.
    expect(tour.split(/\s+/).length / 230).toBeLessThan(6);
  });

  test("names what is to be pressed or read as the page and the demo name it", () => {
    const said = Object.values(readTexts("en"));
    const named = [...tour.replaceAll(/`[^`]*`/g, "").matchAll(/_([^_]+)_/g)].map(([, name = ""]) =>
      name.replaceAll(/\s+/g, " "),
    );
    expect(named.length).toBeGreaterThan(20);
    const known = [...names, ...users, "Anna"];
    const isKnown = (name: string) => known.includes(name) || said.some((text) => saysAs(text).test(name));
    expect(named.filter((name) => !isKnown(name))).toEqual([]);
  });
});

/** Matches what a message says with any values for its parameters; a message with forms matches its words alone. */
function saysAs(text: string): RegExp {
  if (/\{\w+, /.test(text)) return /^\d+ weeks$|^Latest, \d+ weeks$/;
  const parts = text.replaceAll(/<\/?\w+>/g, "").split(/\{\w+\}/);
  if (parts.every((part) => part.trim() === "")) return /^(?!)/;
  return new RegExp(`^${parts.map((part) => part.replaceAll(/[.*+?^${}()|[\]\\]/g, "\\$&")).join(".+")}$`);
}

describe("the guide in the page", () => {
  let hub: Hub;

  beforeAll(async () => {
    hub = await openHub();
    return () => hub.close();
  });

  test("opens at the part about the page, and its contents lead to the others", async () => {
    const { page, watched } = await hub.open("partnerFull", "/audit");
    await page.getByRole("link", { name: "Help with this page" }).click();
    await page.getByRole("heading", { level: 1, name: "Guide" }).waitFor();
    expect(new URL(page.url()).hash).toBe("#audit");
    const audit = page.getByRole("heading", { name: "Audit", exact: true });
    await expect.poll(() => isInView(audit)).toBe(true);
    const contents = page.getByRole("navigation", { name: "Contents" });
    await contents.getByRole("link", { name: "Signing in" }).click();
    const signingIn = page.getByRole("heading", { name: "Signing in" });
    await expect.poll(() => isInView(signingIn)).toBe(true);
    expect(await page.getByRole("link", { name: "Help with this page" }).count()).toBe(0);
    expect(watched.complaints).toEqual([]);
  });

  test("is English, and says so in another language", async () => {
    const { page } = await hub.open("partnerFull", "/guide", { locale: "fr" });
    await page.getByText("Le mode d’emploi est en anglais.").waitFor();
    expect(await page.getByRole("article").getAttribute("lang")).toBe("en");
  });
});

/** Whether a heading stands below the top bar and above the lower edge of the window. */
async function isInView(heading: Locator): Promise<boolean> {
  const { y } = (await heading.boundingBox()) ?? { y: -1 };
  const height = heading.page().viewportSize()?.height ?? 0;
  return y > TOP_BAR && y < height;
}

/** Pixels of the bar that stays at the top. */
const TOP_BAR = 50;
