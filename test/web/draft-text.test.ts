import { describe, expect, test } from "vitest";
import { KEPT_DAYS, readDraft, toStoredDraft } from "../../src/web/data/draft-text.ts";
import {
  isInstantOrNull,
  isSchedule,
  isScheduleOrNull,
  isTextOrNull,
  isTexts,
} from "../../src/web/schedule/draft-fields.ts";

const NOW = Date.parse("2026-11-30T12:00:00Z");
const DAY_MS = 86_400_000;
const DRAFT = toStoredDraft({
  at: NOW,
  name: "Fjord Shipping",
  href: "/customers/42/settings?download=mac",
  basedOn: '"42-9f86d081884c"',
  fields: { schedule: { cadence: "latest", deferralWeeks: 3 } },
});
const withField = (name: string, value: unknown) => JSON.stringify({ ...DRAFT, [name]: value });

describe("a stored draft", () => {
  test("is read as it was written", () => {
    expect(readDraft(JSON.stringify(DRAFT), NOW)).toEqual(DRAFT);
    expect(readDraft(withField("basedOn", null), NOW)).toEqual({ ...DRAFT, basedOn: null });
  });

  test("is read for seven days", () => {
    const text = JSON.stringify(DRAFT);
    expect(readDraft(text, NOW + KEPT_DAYS * DAY_MS - 1)).toEqual(DRAFT);
    expect(readDraft(text, NOW + KEPT_DAYS * DAY_MS)).toBe(null);
  });

  test.each([
    ["no JSON", "{"],
    ["nothing", ""],
    ["a list", "[]"],
    ["null", "null"],
    ["another format", withField("format", 2)],
    ["a field that is not known", withField("password", "secret")],
    ["no time", withField("at", "today")],
    ["a time that is no number", withField("at", null)],
    ["a name that is no text", withField("name", 7)],
    ["an address elsewhere", withField("href", "//elsewhere.example/")],
    ["an address of another scheme", withField("href", "javascript:alert(1)")],
    ["an ETag that is no text", withField("basedOn", 42)],
    ["fields that are a list", withField("fields", [])],
  ])("is not read with %s", (_what, text) => {
    expect(readDraft(text, NOW)).toBe(null);
  });
});

describe("the values of fields in a stored draft", () => {
  test("are schedules as the API has them (R1)", () => {
    for (const schedule of [
      { cadence: "automatic" },
      { cadence: "latest", deferralWeeks: 4 },
      { cadence: "slow", deferralWeeks: 0 },
    ]) {
      expect(isSchedule(schedule), JSON.stringify(schedule)).toBe(true);
    }
    for (const other of [
      null,
      "latest",
      { cadence: "latest" },
      { cadence: "latest", deferralWeeks: 5 },
      { cadence: "slow", deferralWeeks: "8" },
      { cadence: "slow", deferralWeeks: 1.5 },
      { cadence: "fast", deferralWeeks: 1 },
      { cadence: "automatic", deferralWeeks: 2 },
      { cadence: "automatic", more: true },
    ]) {
      expect(isSchedule(other), JSON.stringify(other)).toBe(false);
    }
    expect([isScheduleOrNull(null), isScheduleOrNull(undefined)]).toEqual([true, false]);
  });

  test("are texts, lists of texts and instants", () => {
    expect([isTextOrNull(""), isTextOrNull(null), isTextOrNull(1)]).toEqual([true, true, false]);
    expect([isTexts(["a"]), isTexts([1]), isTexts("a")]).toEqual([true, false, false]);
    expect(isInstantOrNull("2026-12-01T00:00:00Z")).toBe(true);
    expect([isInstantOrNull(null), isInstantOrNull("soon"), isInstantOrNull(0)]).toEqual([
      true,
      false,
      false,
    ]);
  });
});
