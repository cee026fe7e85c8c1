import { parsePersona } from "./persona.ts";
import type { Scenario, Step } from "./scenario.ts";

/**
 * Everything that a scenario says, as short texts: its rules, the actions with their parameters and who does them, the kinds of
 * expectations with what they look at, reasons with their parameters, refusals.
 */
export function featuresOf({ rules, world, checkIns, steps }: Scenario): ReadonlySet<string> {
  return new Set([
    ...rules.map((rule) => `rule ${rule}`),
    ...world.flatMap((action) => partsOf(`world ${action.action}`, action)),
    ...checkIns.flatMap((said) => partsOf("world check-in", said)),
    ...steps.flatMap(featuresOfStep),
  ]);
}

/** Few scenarios that together have every feature of all; of two that add as much, the one that stands first. */
export function coverFeatures(scenarios: readonly Scenario[]): readonly Scenario[] {
  const features = new Map(scenarios.map((scenario) => [scenario, featuresOf(scenario)]));
  const missing = new Set([...features.values()].flatMap((some) => [...some]));
  const chosen = new Set<Scenario>();
  while (missing.size > 0) {
    const gains = scenarios.map((scenario) => ({ scenario, gain: gainOf(features.get(scenario), missing) }));
    const { scenario } = gains.reduce((best, one) => (one.gain > best.gain ? one : best));
    chosen.add(scenario);
    for (const feature of features.get(scenario) ?? []) missing.delete(feature);
  }
  return scenarios.filter((scenario) => chosen.has(scenario));
}

function gainOf(features: ReadonlySet<string> | undefined, missing: ReadonlySet<string>): number {
  return [...(features ?? [])].filter((feature) => missing.has(feature)).length;
}

function featuresOfStep({ do: deed, refused, checkIns, expect }: Step): readonly string[] {
  return [
    ...(deed ? featuresOfDeed(deed) : []),
    ...(refused === null ? [] : [`refused ${refused}`]),
    ...checkIns.flatMap((said) => partsOf("check-in", said)),
    ...expect.flatMap(featuresOfExpectation),
  ];
}

function featuresOfDeed({ as, action }: NonNullable<Step["do"]>): readonly string[] {
  return [`by ${parsePersona(as).role}`, ...partsOf(action.action, action)];
}

/** The kind of an expectation, what it asks, what it expects of it, and the codes in it. */
function featuresOfExpectation(expected: Step["expect"][number]): readonly string[] {
  const [kind = "", asked] = Object.entries(expected)[0] ?? [];
  return [
    ...partsOf(`look at ${kind}`, expected),
    ...partsOf(`ask ${kind}`, asked as object),
    ...("reasons" in expected ? expected.reasons : []).flatMap((reason) =>
      partsOf(`reason ${reason.code}`, reason),
    ),
    ...("refused" in expected ? [`refused ${expected.refused}`] : []),
    ...("rule" in expected ? [`governed by ${expected.rule}`] : []),
    ...("notEditableReason" in expected ? [`not editable ${expected.notEditableReason}`] : []),
    ...("next" in expected && expected.next ? partsOf("next", expected.next) : []),
    ...("action" in expected ? [`verdict ${expected.action}`] : []),
  ];
}

/** The whole, and each part of it that is given. */
function partsOf(name: string, whole: object): readonly string[] {
  const given = Object.entries(whole).filter(([, value]) => value !== undefined);
  return [name, ...given.map(([part, value]) => `${name}: ${part}${value === null ? " is null" : ""}`)];
}
