import type { Shape } from "../../client/shape.ts";
import { type TraceFields, textOf } from "./trace-fields.ts";

type Answered = Shape<"ExplainAnswer">["verdict"];
type Reason = Answered["reasons"][number];

/** The sentence that a verdict is said with; `first`, `nothing_yet` and `managed_new` are of new installations. */
export type VerdictKind =
  | "first"
  | "update"
  | "step"
  | "newest"
  | "newer"
  | "nothing"
  | "nothing_yet"
  | "managed"
  | "managed_new"
  | "no_way_out"
  | "stays";

/** R5, R28, R30: the sentence for a verdict; `isNew` is whether it is asked for an installation that runs nothing yet. */
export function kindOfVerdict(verdict: Answered, isNew: boolean): VerdictKind {
  if (verdict.action === "update") return kindOfUpdate(verdict, isNew);
  if (reasonOf(verdict, "managed_elsewhere")) return isNew ? "managed_new" : "managed";
  if (reasonOf(verdict, "expired_nothing_newer")) return "no_way_out";
  if (reasonOf(verdict, "already_on_newest")) return "newest";
  if (reasonOf(verdict, "runs_newer")) return "newer";
  if (isNew) return "nothing_yet";
  return reasonOf(verdict, "nothing_eligible") ? "nothing" : "stays";
}

function kindOfUpdate(verdict: Answered, isNew: boolean): VerdictKind {
  if (isNew) return "first";
  return reasonOf(verdict, "step_on_the_way") ? "step" : "update";
}

/** R30: the instant at which what runs expires, or null if it is offered something by then or may stay for ever. */
export function leavesAt(verdict: Answered, asked: string, next: { readonly at: string } | undefined) {
  const { action, support } = verdict;
  if (action === "update" || !support.enforced || support.expiresAt === null) return null;
  const expiresAt = Date.parse(support.expiresAt);
  const isComing = expiresAt > Date.parse(asked) && (!next || expiresAt < Date.parse(next.at));
  return isComing ? support.expiresAt : null;
}

/** Whether a release that becomes eligible later is what an installation gets next. */
export function followsSchedule(verdict: Answered): boolean {
  return !reasonOf(verdict, "managed_elsewhere") && !reasonOf(verdict, "expired_nothing_newer");
}

/** The reason of this kind, if the verdict has it. */
function reasonOf(verdict: Answered, code: Reason["code"]): TraceFields | undefined {
  return verdict.reasons.find((reason) => reason.code === code);
}

/** A text of the reason of this kind. */
export function textOfReason(verdict: Answered, code: Reason["code"], name: string): string | undefined {
  return textOf(reasonOf(verdict, code) ?? {}, name);
}
