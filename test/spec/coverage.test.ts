import { expect, test } from "vitest";
import type { ReleaseRefusal } from "../../src/catalog/release-change.ts";
import type { LimitRefusal } from "../../src/catalog/release-limits.ts";
import type { ChangeRefusal } from "../../src/policy/change.ts";
import { REASONS } from "../../src/policy/reason.ts";
import { GOVERNING_RULES } from "../../src/policy/resolve.ts";
import type { ScheduleRefusal } from "../../src/policy/schedule.ts";
import { coverFeatures, featuresOf } from "./features.ts";
import { readScenarios } from "./scenario.ts";

const scenarios = readScenarios(new URL("../../spec/", import.meta.url));
const steps = scenarios.flatMap((scenario) => scenario.steps);
const expectations = steps.flatMap((step) => step.expect);

/** Every code with which a change is refused; the compiler keeps the list complete. */
const REFUSALS = {
  role_read_only: true,
  feature_off: true,
  override_not_allowed: true,
  override_is_the_partners: true,
  override_needs_a_partner: true,
  automatic_upgrades_not_available: true,
  cadence_unknown: true,
  deferral_out_of_range: true,
  deferral_not_allowed: true,
  slow_before_automatic: true,
  release_withdrawn: true,
  block_ended: true,
  expiry_needs_reason: true,
  expiry_strands: true,
  floor_without_build: true,
  os_range_empty: true,
  support_after_expiry: true,
} satisfies Record<ChangeRefusal | ScheduleRefusal | ReleaseRefusal | LimitRefusal, true>;

/** R22 is about downloads, which no scenario format can say. */
const RULES = [...Array.from({ length: 33 }, (_, index) => `R${index + 1}`), "R56"].filter(
  (rule) => rule !== "R22",
);

test.each(RULES)("%s is said by some scenario", (rule) => {
  expect(scenarios.some((scenario) => scenario.rules.includes(rule))).toBe(true);
});

/** A check always says what runs, so no scenario can meet it; feeds whose updater does not say it do (test/feeds). */
const CODES = Object.keys(REASONS).filter((code) => code !== "steps_not_applied");

test.each(CODES)("The reason %s is given in some scenario", (code) => {
  const given = expectations.flatMap((expected) => ("reasons" in expected ? expected.reasons : []));
  expect(given.some((reason) => reason.code === code)).toBe(true);
});

test.each(Object.keys(REFUSALS))("The refusal %s is met in some scenario", (code) => {
  expect(steps.some((step) => step.refused === code)).toBe(true);
});

test.each(Object.keys(GOVERNING_RULES))("%s governs an organization in some scenario", (code) => {
  expect(expectations.some((expected) => "rule" in expected && expected.rule === code)).toBe(true);
});

test("Every scenario has a name of its own and expects something or is refused", () => {
  expect(new Set(scenarios.map(({ name }) => name)).size).toBe(scenarios.length);
  const isEmpty = (step: (typeof steps)[number]) => step.expect.length === 0 && step.refused === null;
  expect(scenarios.filter((scenario) => scenario.steps.every(isEmpty))).toEqual([]);
});

test("The scenarios that run on both databases before each change have every feature that scenarios have, and are few", () => {
  const of = (some: typeof scenarios) => new Set(some.flatMap((scenario) => [...featuresOf(scenario)]));
  const cover = coverFeatures(scenarios);
  expect(of(cover)).toEqual(of(scenarios));
  expect(cover.length).toBeLessThan(scenarios.length / 3);
});
