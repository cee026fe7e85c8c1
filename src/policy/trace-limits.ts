import { formatRunningVersion } from "../catalog/running-version.ts";
import { formatVersion } from "../catalog/version.ts";
import { formatInstant, type Instant } from "../instant.ts";
import type { Question } from "./judge.ts";
import type { Reason, ReasonCode } from "./reason.ts";
import { TRACE_DECISIONS, type TraceDecision, type TraceStep, type TraceValues } from "./trace.ts";
import type { Verdict } from "./verdict.ts";

/** R28 to R30: what floors, dates of support and a manager elsewhere decided, as the verdict tells. */
export function traceLimits(asked: Question, { support, reasons }: Verdict): readonly TraceStep[] {
  const find = <Code extends ReasonCode>(code: Code) =>
    reasons.find((reason): reason is Extract<Reason, { code: Code }> => reason.code === code);
  const { state, endsAt, expiresAt } = support;
  const running = asked.running ? formatRunningVersion(asked.running) : null;
  return [
    wayStep(),
    step("support_as_the_release_says", {
      running,
      state,
      endsAt: orNull(endsAt),
      expiresAt: orNull(expiresAt),
    }),
    leavingStep(),
  ];

  function wayStep(): TraceStep {
    const onTheWay = find("step_on_the_way");
    if (onTheWay) {
      const { version, floor, target } = onTheWay;
      const [offered, leadsTo] = [formatVersion(version), formatVersion(target)];
      return step("step_on_the_way", { offered, floor: formatVersion(floor), target: leadsTo });
    }
    const blocked = find("floor_out_of_reach");
    if (blocked) return step("floor_not_crossed", { floor: formatVersion(blocked.floor), why: blocked.why });
    return step(find("steps_not_applied") ? "steps_need_the_version" : "nothing_on_the_way", {});
  }

  function leavingStep(): TraceStep {
    if (asked.isManaged) return step("managed_elsewhere", {});
    if (!find("version_expired")) return step("may_go_on_running", {});
    return step("must_leave_what_runs", {
      setAside: find("left_early")?.setAside ?? null,
      why: find("expired_nothing_newer")?.why ?? null,
    });
  }
}

function step(decided: TraceDecision, saw: TraceValues): TraceStep {
  return { rule: TRACE_DECISIONS[decided], decided, saw, entries: [] };
}

function orNull(instant: Instant | null): string | null {
  return instant === null ? null : formatInstant(instant);
}
