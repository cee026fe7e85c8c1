import { describe, expect, test } from "vitest";
import { GOVERNING_RULES } from "../../src/policy/resolve.ts";
import { TRACE_DECISIONS, type TraceDecision } from "../../src/policy/trace.ts";
import type { TraceStep } from "../../src/web/data/explain.ts";
import { orderByCause } from "../../src/web/explain/causal-order.ts";
import { LEAVES_ALL_AS_IT_IS } from "../../src/web/explain/trace-rules.ts";

function step(decided: TraceDecision, saw: TraceStep["saw"] = {}): TraceStep {
  return { rule: TRACE_DECISIONS[decided], decided, saw, entries: [] } as TraceStep;
}

/** The decisions of a trace in the order in which people read it; what is overruled in brackets. */
function read(trace: readonly TraceStep[]) {
  const { parts, noPart } = orderByCause(trace);
  const shown = parts.map(({ part, steps }) => [
    part,
    ...steps.map(({ step: { decided }, isOverruled }) => (isOverruled ? `(${decided})` : decided)),
  ]);
  return { shown, noPart: noPart.map(({ decided }) => decided) };
}

const SCHEDULE_OF_ITS_OWN = [
  step("dates_from_the_calendar"),
  step("eligible_by_schedule"),
  step("stay"),
  step("vendor_default_is_automatic"),
  step("partner_has_a_default"),
  step("partner_said_nothing_for_this_organization"),
  step("organization_decides"),
  step("does_not_inherit", { governing: "organization_schedule" }),
  step("partners_agree"),
  step("user_follows_the_organization"),
  step("held_since_a_change_to_a_slower_cadence"),
  step("support_as_the_release_says", { state: "supported" }),
];

describe("a trace is read by cause", () => {
  test("what decides comes first, what it overrules behind it, then the dates, then exceptions", () => {
    expect(read(SCHEDULE_OF_ITS_OWN)).toEqual({
      shown: [
        ["decides", "organization_decides", "(partner_has_a_default)", "does_not_inherit"],
        ["dates", "dates_from_the_calendar", "eligible_by_schedule", "stay"],
        ["exceptions", "held_since_a_change_to_a_slower_cadence"],
      ],
      noPart: [
        "vendor_default_is_automatic",
        "partner_said_nothing_for_this_organization",
        "partners_agree",
        "user_follows_the_organization",
        "support_as_the_release_says",
      ],
    });
  });

  test("a user on automatic upgrades decides before the organization", () => {
    const trace = SCHEDULE_OF_ITS_OWN.map((one) =>
      one.rule === "R11" ? step("user_on_automatic_upgrades") : one,
    );
    expect(read(trace).shown[0]).toEqual([
      "decides",
      "user_on_automatic_upgrades",
      "(organization_decides)",
      "(partner_has_a_default)",
    ]);
  });

  test("partners in conflict are what decides, not the defaults that contradict each other", () => {
    const trace = [
      step("vendor_default_is_automatic"),
      step("partner_has_a_default", { partnerId: "a" }),
      step("partner_has_a_default", { partnerId: "b" }),
      step("inherits", { governing: "partners_in_conflict" }),
      step("automatic_applies"),
    ];
    expect(read(trace)).toEqual({
      shown: [
        ["decides", "automatic_applies", "(partner_has_a_default)", "(partner_has_a_default)", "inherits"],
      ],
      noPart: ["vendor_default_is_automatic"],
    });
  });

  test.each(Object.keys(GOVERNING_RULES))(
    "%s has a step that decides, where a trace has one",
    (governing) => {
      const all = (Object.keys(TRACE_DECISIONS) as TraceDecision[])
        .filter((one) => one !== "user_on_automatic_upgrades" && !one.startsWith("unknown_organization"))
        .map((one) => step(one, one === "inherits" ? { governing } : {}));
      const trace = all.filter(({ decided }) => decided !== "does_not_inherit");
      const [first] = orderByCause(trace).parts;
      const rule = first?.steps[0]?.step.rule;
      expect([first?.part, rule]).toEqual([
        "decides",
        GOVERNING_RULES[governing as keyof typeof GOVERNING_RULES],
      ]);
    },
  );

  test("every step is shown once: support that ends is an exception, and so is a rule that only a newer server knows", () => {
    const unknown = { rule: "R99", decided: "something_new", saw: {}, entries: [] } as unknown as TraceStep;
    const trace = [
      ...(Object.keys(TRACE_DECISIONS) as TraceDecision[]).map((one) => step(one, { state: "ended" })),
      unknown,
    ];
    const { parts, noPart } = orderByCause(trace);
    const shown = parts.flatMap(({ steps }) => steps.map((one) => one.step));
    expect(shown.length + noPart.length).toBe(trace.length);
    expect(new Set([...shown, ...noPart]).size).toBe(trace.length);
    expect(shown.at(-1)).toBe(unknown);
    expect(shown.map(({ decided }) => decided)).toContain("support_as_the_release_says");
    const left = noPart.filter(({ decided }) => !LEAVES_ALL_AS_IT_IS[decided as TraceDecision]);
    expect(left.map(({ decided }) => decided)).toEqual([
      ...["vendor_default_is_automatic", "inherits", "does_not_inherit"],
    ]);
  });
});
