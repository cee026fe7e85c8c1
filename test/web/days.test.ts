import type { Locator, Page } from "playwright-core";
import { beforeAll, describe, expect, test } from "vitest";
import { call, read } from "../../src/api/demo/visitor.ts";
import { atDepth } from "../support/depth.ts";
import { findAccessibilityFaults } from "./support/axe.ts";
import { type Hub, openHub } from "./support/hub.ts";
import { panelOf, type Release } from "./support/release.ts";
import { visit } from "./support/visit.ts";

/** What one person reads, in one time zone. */
interface Reader {
  readonly timeZone: string;
  /** What it is called on the page. */
  readonly name: string;
  /** 00:00 UTC as this person's time of day. */
  readonly midnight: string;
  /** The instants of the two releases where this person is. */
  readonly early: string;
  readonly late: string;
  /** When the demo world was made, where this person is. */
  readonly made: RegExp;
  /** The hour that this person enters as the date of a release, in UTC. */
  readonly enters: string;
}

const READERS: readonly Reader[] = [
  {
    timeZone: "America/Los_Angeles",
    name: "Pacific Time",
    midnight: "4:00 PM PST",
    early: "Nov 30, 2026, 4:00 PM PST",
    late: "Dec 1, 2026, 3:30 PM PST",
    made: /^Nov 22, 2026, 4:\d\d AM PST$/,
    enters: "09",
  },
  {
    timeZone: "Europe/Brussels",
    name: "Central European Time",
    midnight: "1:00 AM GMT+1",
    early: "Dec 1, 2026, 1:00 AM GMT+1",
    late: "Dec 2, 2026, 12:30 AM GMT+1",
    made: /^Nov 22, 2026, 1:\d\d PM GMT\+1$/,
    enters: "10",
  },
  {
    timeZone: "Asia/Kathmandu",
    name: "Nepal Time",
    midnight: "5:45 AM GMT+5:45",
    early: "Dec 1, 2026, 5:45 AM GMT+5:45",
    late: "Dec 2, 2026, 5:15 AM GMT+5:45",
    made: /^Nov 22, 2026, (5:[45]\d|6:\d\d) PM GMT\+5:45$/,
    enters: "11",
  },
  {
    timeZone: "Australia/Sydney",
    name: "Australian Eastern Time",
    midnight: "11:00 AM GMT+11",
    early: "Dec 1, 2026, 11:00 AM GMT+11",
    late: "Dec 2, 2026, 10:30 AM GMT+11",
    made: /^Nov 22, 2026, 11:\d\d PM GMT\+11$/,
    enters: "12",
  },
];

/** One on each side of UTC, one of them not by whole hours; in the soak, all. */
const READING = atDepth({
  gate: READERS.filter(({ timeZone }) => ["America/Los_Angeles", "Asia/Kathmandu"].includes(timeZone)),
  soak: READERS,
});

let hub: Hub;
let early: Release;
let late: Release;
let edited: Release;
/** A customer that gets each release on its automatic date. */
let customer: string;

beforeAll(async () => {
  hub = await openHub();
  const plan = (version: string, automaticAt: string) =>
    call<Release>(hub.vendor, "POST", "/v1/releases", { version, automaticAt });
  early = await plan("48.1.0.1", "2026-12-01T00:00:00Z");
  late = await plan("48.1.0.2", "2026-12-01T23:30:00Z");
  edited = await plan("48.1.0.3", "2027-01-05T00:00:00Z");
  const made = await call<{ id: string }>(hub.vendor, "POST", "/v1/organizations", {
    name: "Everywhere",
    partnerIds: [],
  });
  customer = made.id;
  return () => hub.close();
});

/** Its texts, with plain spaces. */
const textsOf = async (where: Locator) =>
  (await where.allInnerTexts()).map((text) => text.replace(/\s+/g, " ").trim());

const fact = (name: string) => `//dt[normalize-space()="${name}"]/following-sibling::dd[1]`;

const foot = async (page: Page) => (await textsOf(page.getByRole("contentinfo"))).join();

describe.each(READING)("in $timeZone", ({ timeZone, ...reader }) => {
  test("a release has the same day as everywhere: in the list, over time, in its panel and in a forecast", async () => {
    const { page, watched } = await hub.open("vendor", `/releases?planned=true&release=${late.id}`, {
      timeZone,
    });
    const date = panelOf(page, late.version).locator(fact("Automatic date"));
    await date.waitFor();
    expect(await textsOf(date)).toEqual(["Dec 1, 2026, 23:30 UTC"]);
    await page.keyboard.press("Escape");
    for (const { version } of [early, late]) {
      const over = page.getByRole("option", { name: new RegExp(`^${version}, Planned`) });
      expect(await over.getAttribute("aria-label")).toContain("Automatic from Dec 1, 2026");
      const row = page.getByRole("table", { name: "Releases" }).getByRole("row", { name: version });
      expect((await textsOf(row.locator("time")))[0]).toBe("Dec 1, 2026");
    }
    expect(await foot(page)).toBe(
      "Dates of the calendar are days in UTC, the same for everybody: " +
        `00:00 UTC is ${reader.midnight} for you. ` +
        `Times of changes and checks are in your time zone: ${reader.name}.`,
    );
    await visit(page, `/customers/${customer}`);
    await page.getByRole("row", { name: late.version }).waitFor();
    const dayOf = ({ version }: Release) =>
      textsOf(page.getByRole("row", { name: version }).getByRole("cell").nth(1));
    expect(await dayOf(early)).toEqual(["Dec 1, 2026"]);
    expect(await dayOf(late)).toEqual(["Dec 1, 2026, 23:30 UTC"]);
    const drawn = await page.locator("svg [data-moment]").allTextContents();
    expect(drawn.filter((text) => text === "Dec 1").length).toBeGreaterThan(0);
    expect(drawn).not.toContain("Nov 30");
    expect(drawn).not.toContain("Dec 2");
    expect(watched.complaints).toEqual([]);
  });

  test("the local moment of a date is reached by keyboard, and printed", async () => {
    const { page, watched } = await hub.open("vendor", `/releases?release=${early.id}`, { timeZone });
    for (const [release, local] of [
      [early, reader.early],
      [late, reader.late],
    ] as const) {
      await visit(page, `/releases?release=${release.id}`);
      const date = panelOf(page, release.version).locator(fact("Automatic date")).getByRole("button");
      await date.waitFor();
      await tabTo(page, date);
      await page.keyboard.press("Enter");
      const hint = page.getByRole("dialog", { name: /^Dec 1, 2026, \d\d:\d\d UTC$/ });
      await hint.getByText("In your time zone").waitFor();
      expect((await textsOf(hint))[0]).toContain(`In your time zone: ${local}`);
      expect(await findAccessibilityFaults(page)).toEqual([]);
      await page.keyboard.press("Escape");
      await hint.waitFor({ state: "detached" });
      // On a busy machine the focus goes to the panel itself instead of the day: the library's own race.
      const panel = panelOf(page, release.version);
      await expect.poll(() => isFocusIn(panel), { timeout: 10_000 }).toBe(true);
      await page.emulateMedia({ media: "print" });
      expect(await printed(page)).toBe(` (In your time zone: ${local})`);
      await page.emulateMedia({ media: null });
      expect(await printed(page)).toBe("none");
    }
    expect(watched.complaints).toEqual([]);
  });

  test("what is entered as 09:00 UTC reads so in the panel and in the form", async () => {
    const { page, watched } = await hub.open("vendor", `/releases?release=${edited.id}&step=edit`, {
      timeZone,
    });
    const form = page.getByRole("dialog", { name: `Edit ${edited.version}` });
    const field = form.getByRole("group", { name: "Automatic date" });
    await field.getByRole("spinbutton", { name: /^hour/ }).click();
    await page.keyboard.type(reader.enters);
    await form.getByRole("heading", { name: "What this will do" }).waitFor();
    await form.getByRole("button", { name: "Save" }).click();
    await form.waitFor({ state: "detached" });
    const { automaticAt } = await read<Release>(hub.vendor, `/v1/releases/${edited.id}`);
    expect(automaticAt).toBe(`2027-01-05T${reader.enters}:00:00.000Z`);
    const panel = panelOf(page, edited.version);
    const date = panel.locator(fact("Automatic date"));
    await expect.poll(() => textsOf(date)).toEqual([`Jan 5, 2027, ${reader.enters}:00 UTC`]);
    await panel.getByRole("button", { name: "Edit" }).click();
    await field.waitFor();
    expect((await field.textContent())?.replace(/[^\w/:,]+/g, " ")).toContain(
      `1/5/2027, ${reader.enters}:00 UTC`,
    );
    const local = new Date(automaticAt).toLocaleString("en", {
      timeZone,
      dateStyle: "medium",
      timeStyle: "short",
    });
    expect((await textsOf(field.locator("xpath=../..")))[0]).toContain(
      `In your time zone: ${local.replace(/\s/g, " ")}`,
    );
    expect(watched.complaints).toEqual([]);
  });

  test("changes and sessions have the person's own time, with its zone", async () => {
    const { page, watched } = await hub.open("partnerFull", "/audit", { timeZone });
    const times = page.getByRole("table").locator("tbody td:first-child time");
    await times.first().waitFor();
    for (const time of await textsOf(times)) expect(time).toMatch(reader.made);
    await visit(page, "/account");
    const used = page.getByRole("region", { name: "Sessions" }).locator("time");
    await used.first().waitFor();
    for (const time of await textsOf(used)) expect(time).toMatch(reader.made);
    expect(watched.complaints).toEqual([]);
  });
});

test("people in UTC are told that it is their own zone, too", async () => {
  const { page, watched } = await hub.open("vendor", "/releases", { timeZone: "UTC" });
  await page.getByRole("contentinfo").waitFor();
  expect(await foot(page)).toBe(
    "Dates of the calendar are days in UTC, the same for everybody. Your time zone is UTC, too.",
  );
  expect(watched.complaints).toEqual([]);
});

const isFocused = async (page: Page, where: Locator) =>
  (await where.and(page.locator(":focus")).count()) === 1;

const isFocusIn = async (where: Locator) =>
  (await where
    .locator(":focus")
    .or(where.and(where.page().locator(":focus")))
    .count()) === 1;

/** What stands behind the first day of the panel that has a hint. */
const printed = async (page: Page) => {
  const css = await page.evaluate(
    "getComputedStyle(document.querySelector('[data-panel] dd button time'), '::after').content",
  );
  return String(css).split('"').join("").replace(/\s/g, " ");
};

/** Presses Tab until it is there; the panel has only so many stops. */
async function tabTo(page: Page, where: Locator): Promise<void> {
  for (let stops = 0; stops < 30; stops++) {
    if (await isFocused(page, where)) return;
    await page.keyboard.press("Tab");
  }
  throw new Error("the keyboard does not reach it");
}
