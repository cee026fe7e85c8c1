import { expect } from "vitest";
import {
  type CheckAnswer,
  type Driver,
  fromWireSchedule,
  type SettingsAnswer,
  type WireSchedule,
} from "./driver.ts";
import type { Expectation } from "./expectation.ts";
import { parsePersona, VENDOR } from "./persona.ts";
import type { Scenario, Step } from "./scenario.ts";

/** Runs one scenario over an implementation; fails at the first step that comes out otherwise. */
export async function runScenario(scenario: Scenario, driver: Driver): Promise<void> {
  await driver.setClock(scenario.start);
  for (const action of scenario.world) {
    expect(await driver.perform(VENDOR, action), `making the world: ${JSON.stringify(action)}`).toBeNull();
  }
  for (const said of scenario.checkIns) await driver.checkIn(said);
  for (const [index, step] of scenario.steps.entries()) await runStep(step, index + 1, driver);
}

async function runStep(step: Step, number: number, driver: Driver): Promise<void> {
  const where = `step ${number} at ${step.at}`;
  await driver.setClock(step.at);
  if (step.do) {
    const refused = await driver.perform(parsePersona(step.do.as), step.do.action);
    expect(refused, `${where}: the refusal of ${step.do.action.action}`).toBe(step.refused);
  }
  for (const said of step.checkIns) await driver.checkIn(said);
  for (const expected of step.expect) {
    const { actual, wanted } = await look(expected, driver);
    expect(actual, `${where}: ${JSON.stringify(expected)}`).toEqual(wanted);
  }
}

/** What is expected and what there is, in the same shape: only what the scenario speaks of. */
async function look(expected: Expectation, driver: Driver): Promise<{ actual: unknown; wanted: unknown }> {
  if ("check" in expected) {
    const { check, ...wanted } = expected;
    const answer = await driver.check(check);
    const isComparable = "reasons" in answer && "reasons" in wanted;
    return { wanted, actual: isComparable ? likeWanted(answer, wanted) : answer };
  }
  if ("forecast" in expected) {
    const coming = await driver.forecast(expected.forecast);
    return {
      wanted: expected.coming,
      actual: coming.map(({ version, eligibleAt }) => [version, eligibleAt]),
    };
  }
  return lookAtSettings(expected, driver);
}

type SettingsExpectation = Exclude<Expectation, { check: unknown } | { forecast: unknown }>;

async function lookAtSettings(expected: SettingsExpectation, driver: Driver) {
  if ("settings" in expected) {
    const { settings, ...wanted } = expected;
    const answer = await driver.settings(parsePersona(settings.as), settings.organization);
    const actual = "next" in answer ? { ...answer, next: likeNext(answer.next, wanted.next) } : answer;
    return { wanted, actual: pick(actual, wanted) };
  }
  if ("partner_settings" in expected) {
    const { partner_settings: asked, ...wanted } = expected;
    const answer = await driver.partnerSettings(parsePersona(asked.as), asked.partner);
    return { wanted, actual: pick(answer, wanted) };
  }
  const { user_settings: asked, ...wanted } = expected;
  const answer = await driver.userSettings(parsePersona(asked.as), asked.user);
  return { wanted, actual: pick(answer, wanted) };
}

type CheckExpectation = Extract<Expectation, { check: unknown; reasons: unknown }>;

/** An answer with as much as is expected: those reasons' parameters, and `final`, `support` and the time to ask again if named. */
function likeWanted(answer: CheckAnswer, wanted: Omit<CheckExpectation, "check">): unknown {
  const { action, version, final, nextCheckSeconds } = answer;
  const reasons = answer.reasons.map((reason, index) => pick(reason, wanted.reasons[index] ?? { code: "" }));
  const compared: Record<string, unknown> = { action, version, reasons };
  if (wanted.final !== undefined) compared.final = final;
  if (wanted.support) compared.support = pick(answer.support, wanted.support);
  const { nextCheckAtMost: most } = wanted;
  if (most !== undefined) compared.nextCheckAtMost = Math.max(most, nextCheckSeconds ?? most);
  return compared;
}

/** R56: the next version, without whom it is of where that is not expected. */
function likeNext(next: SettingsAnswer["next"], wanted: object | null | undefined): object | null {
  return next && wanted ? pick(next, wanted) : next;
}

/** Those fields of an answer that are expected, and a refusal in any case; schedules in their short form. */
function pick(answer: object, wanted: object): unknown {
  const keys = new Set([...Object.keys(wanted), "refused"]);
  const picked = Object.entries(answer).filter(([key]) => keys.has(key));
  return Object.fromEntries(picked.map(([key, value]) => [key, shorten(key, value)]));
}

function shorten(key: string, value: unknown): unknown {
  if (value === null) return null;
  if (key === "schedule") return fromWireSchedule(value as WireSchedule);
  if (key !== "conflict") return value;
  const sides = Object.entries(value as Record<string, WireSchedule>);
  return Object.fromEntries(sides.map(([partner, schedule]) => [partner, fromWireSchedule(schedule)]));
}
