import type { GoverningCode } from "../../policy/resolve.ts";
import type { TraceDecision } from "../../policy/trace.ts";
import type { TraceStep } from "../data/explain.ts";
import { textOf } from "./trace-fields.ts";
import { isTraceDecision, isTraceRule, LEAVES_ALL_AS_IT_IS, type TraceRule } from "./trace-rules.ts";

/** The parts of an explanation, each of which follows from those before it. */
const PARTS = ["decides", "dates", "exceptions"] as const;
export type TracePart = (typeof PARTS)[number];

/** A trace as people read it: by cause, and what made no difference apart. */
export interface OrderedTrace {
  /** The parts that have steps. */
  readonly parts: readonly { readonly part: TracePart; readonly steps: readonly OrderedStep[] }[];
  /** The steps that played no part, in the order of the rules. */
  readonly noPart: readonly TraceStep[];
}

interface OrderedStep {
  readonly step: TraceStep;
  /** Whether somebody set it, and something else counts instead. */
  readonly isOverruled: boolean;
}

/** The part that each rule belongs to, and its place in there. */
const PLACE_OF: Readonly<Record<TraceRule, readonly [TracePart, number]>> = {
  R21: ["decides", 0],
  R11: ["decides", 1],
  R10: ["decides", 2],
  R8: ["decides", 3],
  R24: ["decides", 4],
  R7: ["decides", 5],
  R6: ["decides", 6],
  R9: ["decides", 7],
  R3: ["dates", 0],
  R4: ["dates", 1],
  R5: ["dates", 2],
  R20: ["exceptions", 0],
  R15: ["exceptions", 1],
  R19: ["exceptions", 2],
  R18: ["exceptions", 3],
  R31: ["exceptions", 4],
  R32: ["exceptions", 5],
  R28: ["exceptions", 6],
  R29: ["exceptions", 7],
  R30: ["exceptions", 8],
  R27: ["exceptions", 9],
};

/** The decision by which each thing that can govern an organization says so. */
const GOVERNS: Readonly<Record<GoverningCode, TraceDecision>> = {
  vendor_default: "vendor_default_is_automatic",
  partner_default: "partner_has_a_default",
  partner_organization_schedule: "partner_set_this_organization",
  organization_schedule: "organization_decides",
  partners_in_conflict: "automatic_applies",
  legacy_settings: "older_settings_count_as_what_they_will_become",
};

/** Decisions that give a schedule, which counts unless another one comes first. */
const GIVES_SCHEDULE: readonly string[] = Object.values(GOVERNS);

/** R25: puts a trace, which is in the order of the rules, into the order of causes: who decides, the dates, exceptions. */
export function orderByCause(trace: readonly TraceStep[]): OrderedTrace {
  const deciding = decidingStep(trace);
  const shown = trace
    .filter((step) => !playsNoPart(step, deciding))
    .map((step) => ({ step, isOverruled: step !== deciding && GIVES_SCHEDULE.includes(step.decided) }));
  const parts = PARTS.map((part) => ({
    part,
    steps: shown
      .filter(({ step }) => placeOf(step)[0] === part)
      .sort((a, b) => rank(a.step, deciding) - rank(b.step, deciding)),
  }));
  return {
    parts: parts.filter(({ steps }) => steps.length > 0),
    noPart: trace.filter((step) => playsNoPart(step, deciding)),
  };
}

/** R6 to R11, R21: the step whose schedule counts; undefined if a newer server decides by something else. */
function decidingStep(trace: readonly TraceStep[]): TraceStep | undefined {
  const first = trace.find(
    ({ decided }) =>
      decided === "user_on_automatic_upgrades" || decided === "unknown_organization_gets_the_vendor_default",
  );
  if (first) return first;
  const code = textOf(trace.find(({ rule }) => rule === "R9")?.saw ?? {}, "governing");
  return trace.find(
    ({ decided }) => code !== undefined && code in GOVERNS && GOVERNS[code as GoverningCode] === decided,
  );
}

function playsNoPart(step: TraceStep, deciding: TraceStep | undefined): boolean {
  const { decided, saw } = step;
  if (!isTraceDecision(decided)) return false;
  if (decided === "support_as_the_release_says") return textOf(saw, "state") === "supported";
  if (decided === "vendor_default_is_automatic") return step !== deciding;
  // Where the user or nothing known decides, it does not matter what the organization inherits.
  if (step.rule === "R9") return deciding?.rule === "R11" || deciding?.rule === "R21";
  return LEAVES_ALL_AS_IT_IS[decided];
}

/** The place of a step; one of a rule that only a newer server knows is an exception. */
function placeOf({ rule }: TraceStep): readonly [TracePart, number] {
  return isTraceRule(rule) ? PLACE_OF[rule] : ["exceptions", Number.MAX_SAFE_INTEGER];
}

function rank(step: TraceStep, deciding: TraceStep | undefined): number {
  return step === deciding ? -1 : placeOf(step)[1];
}
