import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "@formatjs/icu-messageformat-parser";
import { beforeAll, describe, expect, test } from "vitest";
import { call, read } from "../../src/api/demo/visitor.ts";
import { REASONS } from "../../src/policy/reason.ts";
import { TRACE_DECISIONS } from "../../src/policy/trace.ts";
import { findFaultsInBoth } from "./support/appearances.ts";
import { type Hub, openHub } from "./support/hub.ts";
import { findUntranslated } from "./support/untranslated.ts";
import { untilLoaded, visit } from "./support/visit.ts";

const LANGUAGES = ["en", "fr", "nl"] as const;

function messages(language: string, area: string): Record<string, string> {
  const file = join(import.meta.dirname, "..", "..", "src", "web", "messages", language, `${area}.json`);
  return JSON.parse(readFileSync(file, "utf8"));
}

/** Elements of a message that are no parameters: its letters, and the # of a plural. */
const WORDS: readonly number[] = [0, 7];

/** The names of what is put into a message. */
function parametersOf(text: string): readonly string[] {
  const found = new Set<string>();
  const visit = (elements: ReturnType<typeof parse>): void => {
    for (const element of elements) {
      if (!WORDS.includes(element.type) && "value" in element) found.add(String(element.value));
      const branches = "options" in element ? Object.values(element.options).map(({ value }) => value) : [];
      for (const branch of branches) visit(branch);
    }
  };
  visit(parse(text));
  return [...found].sort();
}

describe("every answer has its words", () => {
  test.each(LANGUAGES)("each reason has a sentence and a short form in %s", (language) => {
    const said = messages(language, "reason");
    const codes = Object.keys(REASONS).flatMap((code) => [`reason.${code}`, `reason.short.${code}`]);
    expect(codes.filter((id) => !said[id])).toEqual([]);
  });

  test.each(LANGUAGES)("each decision of a trace, and its rule, has a sentence in %s", (language) => {
    const said = messages(language, "explain");
    const ids = Object.entries(TRACE_DECISIONS).flatMap(([decided, rule]) => [
      ...[`explain.decided.${decided}`, `explain.rule.${rule}`],
    ]);
    expect(ids.filter((id) => !said[id])).toEqual([]);
  });

  test.each(["reason", "explain", "releases"])(
    "the messages of %s take the same in every language",
    (area) => {
      const english = messages("en", area);
      for (const language of ["fr", "nl"]) {
        const said = messages(language, area);
        expect(Object.keys(said).sort()).toEqual(Object.keys(english).sort());
        for (const [id, text] of Object.entries(english)) {
          expect([language, id, parametersOf(said[id] ?? "")]).toEqual([language, id, parametersOf(text)]);
        }
      }
    },
  );

  test("French has its own apostrophes, and narrow spaces before double punctuation", () => {
    for (const area of ["reason", "explain", "releases"]) {
      const wrong = Object.entries(messages("fr", area)).filter(([, text]) => /'| [:;?!»]|« /.test(text));
      expect(wrong).toEqual([]);
    }
  });
});

let hub: Hub;

beforeAll(async () => {
  hub = await openHub();
  return () => hub.close();
});

const whyOf = (name: string, query = "") => `/customers/${hub.ids.organizations.get(name)}/why${query}`;

describe("why this version?", () => {
  test("the help desk reads it in one look: the verdict, its reasons, and who decided", async () => {
    const { page, watched } = await hub.open("helpDesk", whyOf("Sequoia Bank", "?version=46.6.1.35236"));
    const verdict = page.getByRole("heading", {
      level: 2,
      name: /^Stays on 46\.6\.1\.35236, the newest that may run\./,
    });
    await verdict.getByText("Then 46.10.0.38000 becomes eligible on").waitFor();
    const reasons = page.getByRole("list", { name: "Reasons" });
    await reasons.getByText("The organization’s own schedule counts: Slow, 8 weeks.").waitFor();
    const steps = page.getByRole("region", { name: "How this comes about" });
    await steps
      .getByText(
        /^The organization has Slow, 8 weeks of its own, set by token Sequoia Bank administrator \(customer\)/,
      )
      .waitFor();
    await steps.getByText("Northwind Telecom has a default for all its customers: Latest, 4 weeks").waitFor();
    const outcomes = steps.getByRole("table", { name: "What became of each release" }).last();
    expect(await outcomes.getByRole("row", { name: /46\.10\.0\.38000/ }).textContent()).toContain(
      "Not eligible yet",
    );
    expect(await steps.getByRole("link").count()).toBe(0);
    expect(watched.complaints).toEqual([]);
  });

  test("is told by cause: who decides, the dates, exceptions; what played no part is folded away", async () => {
    const { page, watched } = await hub.open("helpDesk", whyOf("Sequoia Bank", "?version=46.6.1.35236"));
    const region = page.getByRole("region", { name: "How this comes about" });
    await region.waitFor();
    expect(await region.getByRole("heading", { level: 3 }).allTextContents()).toEqual([
      ...["Who decides", "The dates", "Exceptions"],
    ]);
    const rulesOf = (name: string | RegExp) =>
      region
        .getByRole("list", { name })
        .getByRole("heading", { level: 4 })
        .locator("small")
        .allTextContents();
    expect(await rulesOf("Who decides")).toEqual(["R8", "R6", "R9"]);
    expect(await rulesOf("The dates")).toEqual(["R3", "R4", "R5"]);
    expect(await rulesOf("Exceptions")).toEqual(["R15"]);
    await region.getByText("Does not count: something else decides.").waitFor();
    const folded = region.getByText(/^\d+ rules played no part$/);
    const count = Number.parseInt((await folded.textContent()) ?? "", 10);
    expect(count).toBeGreaterThan(7);
    expect(await region.getByText("None of these releases is critical.").isVisible()).toBe(false);
    await folded.press("Enter");
    await region.getByText("None of these releases is critical.").waitFor();
    expect(new Set(await rulesOf(/played no part/)).size).toBe(count);
    expect(watched.complaints).toEqual([]);
  });

  test("a customer's administrator comes to it from the navigation, and has no tabs with the same pages", async () => {
    const { page, watched } = await hub.open(
      "customerFull",
      `/customers/${hub.ids.organizations.get("Sequoia Bank")}`,
    );
    const places = page.getByRole("navigation", { name: "Partner Hub" });
    await places.getByRole("link", { name: "Why this version?" }).click();
    await page.getByRole("heading", { name: /^A new installation gets/ }).waitFor();
    expect(await page.getByRole("navigation", { name: "This customer" }).count()).toBe(0);
    expect(watched.complaints).toEqual([]);
  });

  test("a user is found by name by keyboard; one on automatic upgrades runs ahead", async () => {
    const { page, watched } = await hub.open("customerFull", whyOf("Sequoia Bank"));
    await page.getByRole("combobox", { name: "User" }).focus();
    await page.keyboard.type("anna");
    await page.getByRole("option", { name: "Anna Berg" }).waitFor();
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("Enter");
    await page.waitForURL(`**/why?user=${"*"}`);
    await page
      .getByText("The user is on automatic upgrades and gets releases before the organization.")
      .waitFor();
    await page.getByRole("heading", { name: /A new installation gets 46\.11\.1\.38283/ }).waitFor();
    await page.getByRole("button", { name: "No user in particular" }).press("Enter");
    await page.getByRole("heading", { name: /A new installation gets 46\.6\.1\.35236/ }).waitFor();
    expect(watched.complaints).toEqual([]);
  });

  test("a known installation brings what it runs; what is typed counts when it is whole", async () => {
    const organization = hub.ids.organizations.get("Acorn Books");
    const query = new URLSearchParams({
      organization: String(organization),
      platform: "mac",
      arch: "arm64",
      version: "46.6.0",
      installation: "studio-7",
    });
    await read(hub.vendor, `/v1/updates/check?${query}`);
    const { page, watched } = await hub.open("helpDesk", whyOf("Acorn Books"));
    const offer = page.getByRole("option", { name: /studio-7/ });
    // Check-ins are written together, now and then.
    await expect
      .poll(
        async () => {
          await page.reload();
          await page.getByRole("combobox", { name: "Installation" }).fill("studio");
          return offer.waitFor({ timeout: 1500 }).then(
            () => true,
            () => false,
          );
        },
        { timeout: 20_000 },
      )
      .toBe(true);
    await offer.click();
    await page.waitForURL("**installation=studio-7**");
    expect(await page.getByRole("button", { name: /Platform/ }).textContent()).toContain("macOS");
    const version = page.getByRole("textbox", { name: "Version it runs" });
    expect(await version.inputValue()).toBe("46.6");
    await version.fill("46.x");
    await version.press("Enter");
    await page.getByText("This is not a version").waitFor();
    await version.fill("99.1");
    await version.press("Enter");
    await page.getByRole("heading", { name: /^Stays on 99\.1, which is newer than/ }).waitFor();
    expect(watched.complaints).toEqual([]);
  });

  test("a computer that something else manages stays, and is promised no release", async () => {
    const query = "?version=46.6.1.35236&managed=true";
    const { page, watched } = await hub.open("helpDesk", whyOf("Sequoia Bank", query));
    const verdict = page.getByRole("heading", { level: 2, name: /^Stays on 46\.6\.1\.35236/ });
    await verdict.waitFor();
    await page.getByRole("navigation", { name: "Moments worth looking at" }).waitFor();
    expect((await verdict.textContent())?.trim()).toBe(
      "Stays on 46.6.1.35236: what this computer runs is decided elsewhere.",
    );
    expect(watched.complaints).toEqual([]);
  });

  test("the past is told as it was known then, the future if nothing else changes", async () => {
    const made = await call<{ id: string }>(hub.vendor, "POST", "/v1/organizations", {
      name: "Time Travel",
      partnerIds: [],
    });
    const path = `/customers/${made.id}/why`;
    const past = await hub.open("vendor", `${path}?at=2026-01-15T12:00:00Z`);
    await past.page.getByRole("heading", { name: /^At Jan 15, 2026, 1:00 PM GMT\+1:/ }).waitFor();
    await past.page.getByText("The organization did not exist at that moment").waitFor();
    await past.page
      .getByRole("navigation", { name: "Moments worth looking at" })
      .getByRole("button", { name: /change by/ })
      .first()
      .click();
    await past.page.waitForURL(/at=2026-11-22/);
    const future = await hub.open("vendor", `${path}?at=2027-01-10T12:00:00Z`);
    await future.page
      .getByRole("heading", { name: /^At Jan 10, 2027, 1:00 PM GMT\+1, if nothing else changes:/ })
      .waitFor();
    await future.page.getByRole("button", { name: "Back to now" }).first().click();
    await future.page.getByRole("heading", { name: /^A new installation gets/ }).waitFor();
    expect([...past.watched.complaints, ...future.watched.complaints]).toEqual([]);
  });

  test("coming dates are offered as moments", async () => {
    const { page, watched } = await hub.open("customerReadOnly", whyOf("Sequoia Bank"));
    await page.getByRole("button", { name: /46\.10\.0\.38000 becomes eligible/ }).click();
    await page.getByRole("heading", { name: /A new installation gets 46\.10\.0\.38000/ }).waitFor();
    expect(page.url()).toContain("at=2026-12-01");
    expect(watched.complaints).toEqual([]);
  });

  test("who may read the audit is led to the entry behind a step", async () => {
    const { page, watched } = await hub.open("partnerFull", whyOf("Violet Pharma"));
    await page.getByText(/^Northwind Telecom gave this organization Slow, 12 weeks/).waitFor();
    await page
      .getByRole("link", { name: /^Entry \d+ of the audit$/ })
      .first()
      .click();
    await page.waitForURL(/\/audit\?entry=\d+/);
    expect(watched.complaints).toEqual([]);
  });

  test("a conflict is told with each side's word, and another partner is not named to a partner", async () => {
    const vendor = await hub.open("vendor", whyOf("Basalt Roads"));
    await vendor.page.getByText("The partners set different schedules, so automatic applies.").waitFor();
    await vendor.page
      .getByRole("listitem")
      .filter({ hasText: /^Alpine Voice: Slow, no deferral$/ })
      .waitFor();
    const partner = await hub.open("partnerFull", whyOf("Basalt Roads"));
    await partner.page
      .getByRole("listitem")
      .filter({ hasText: /^another partner: Slow, no deferral$/ })
      .waitFor();
    expect([...vendor.watched.complaints, ...partner.watched.complaints]).toEqual([]);
  });

  test("legacy settings are told as what they will become", async () => {
    const { page, watched } = await hub.open("partnerReadOnly", whyOf("Heather Farms"));
    await page
      .getByText("The legacy settings (three months, 16 weeks) count as what they will become.")
      .waitFor();
    expect(watched.complaints).toEqual([]);
  });
});

describe("how it looks and reads", () => {
  test("nothing of it is inaccessible in light and dark", async () => {
    const { page, watched } = await hub.open("helpDesk", "/account");
    for (const query of ["", "?at=2026-12-20T12:00:00Z&version=46.6.1&manual=true"]) {
      await visit(page, whyOf("Moss Garden", query));
      await page
        .getByRole("heading", { level: 2, name: query === "" ? /^A new/ : /^At Dec 20, 2026/ })
        .waitFor();
      await page.getByRole("region", { name: "How this comes about" }).waitFor();
      expect(await findFaultsInBoth(page)).toEqual([]);
    }
    expect(watched.complaints).toEqual([]);
  });

  test.each([
    ["fr", /^Une nouvelle installation reçoit 46\.6\.1\.35236/, "Raisons"],
    ["nl", /^Een nieuwe installatie krijgt 46\.6\.1\.35236/, "Redenen"],
  ] as const)("in %s, on a narrow screen", async (locale, verdict, reasons) => {
    const { page, watched } = await hub.open("customerFull", whyOf("Sequoia Bank"), { locale, width: 400 });
    await page.getByRole("heading", { name: verdict }).waitFor();
    await page.getByRole("list", { name: reasons }).waitFor();
    expect(await page.evaluate("document.documentElement.scrollWidth")).toBeLessThanOrEqual(400);
    expect(watched.complaints).toEqual([]);
  });

  test("nothing is left untranslated", async () => {
    const query = "?at=2026-12-20T12:00:00Z&version=46.6.1";
    const { page, watched } = await hub.open("partnerFull", whyOf("Violet Pharma", query), {
      locale: "en-XA",
    });
    await page.getByRole("heading", { level: 2 }).first().waitFor();
    await untilLoaded(page);
    expect(await findUntranslated(page, DATA)).toEqual([]);
    expect(watched.complaints).toEqual([]);
  });
});

/** Who the demo world was made by, the numbers of the rules, and React Aria's own words in date fields. */
const DATA = [
  ...["SLUICE_VENDOR_TOKEN", "administrator", "Calendar", "Selected Date", "AM", "PM", "GMT", "Empty"],
  /\bR\d+\b/g,
  /(year|month|day|hour|minute|time zone|AM\/PM)[^[]*/g,
  /\b(mm|dd|yyyy|(Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*)\b/g,
];
