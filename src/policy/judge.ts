import type { Build } from "../catalog/build.ts";
import type { CalendarEntry } from "../catalog/calendar.ts";
import type { Instant } from "../instant.ts";
import { isPassed } from "./gates/admission.ts";
import { candidateFor } from "./gates/candidate.ts";
import { dueAt } from "./gates/channel-date.ts";
import type { Asker, Candidate, Gate } from "./gates/gate.ts";
import { GATES } from "./gates/gates.ts";
import { isOpenAt } from "./gates/opening.ts";
import type { Reason } from "./reason.ts";
import type { Standing } from "./standing.ts";

/** An installation's question: which version may it run at this instant? */
export interface Question extends Asker {
  readonly at: Instant;
}

/**
 * The result of the gates for one release and one question: it may run, since when and why; or it may not, and why. The
 * reason is null if there is nothing to report: the release is not out and would not be due either.
 */
export type Judgement =
  | {
      readonly admitted: true;
      /** The build to install, or null if it is only expected by then (R56). */
      readonly build: Build | null;
      readonly since: Instant;
      readonly reasons: readonly Reason[];
    }
  | { readonly admitted: false; readonly reason: Reason | null };

/** R3 to R5, R15, R18 to R20, R31 to R33 for one release: the first gate that is shut at the asked instant gives the reason. */
export function judge(
  entry: CalendarEntry,
  asked: Question,
  standing: Standing,
  gates: readonly Gate[] = GATES,
): Judgement {
  const candidate = candidateFor(entry, standing, asked);
  for (const gate of gates) {
    if (isPassed(gate, candidate) || isOpenAt(gate.opening(candidate), asked.at)) continue;
    return { admitted: false, reason: gate.reason(candidate, asked.at) };
  }
  return admit(candidate, asked.at, gates);
}

function admit(candidate: Candidate, at: Instant, gates: readonly Gate[]): Judgement {
  const { build, critical, entry } = candidate;
  if (build === null && !entry.expectsBuilds) return { admitted: false, reason: null };
  // A step (R28) may be on a channel that its asker never gets.
  const since = dueAt(candidate) ?? entry.release.automaticAt;
  const reasons: Reason[] = [];
  if (build === null) reasons.push({ code: "builds_expected", version: entry.release.version });
  if (critical) reasons.push({ code: "critical_release", version: entry.release.version, ...critical });
  for (const gate of gates) {
    const remark = gate.remark && !isPassed(gate, candidate) ? gate.remark(candidate, at) : null;
    if (remark) reasons.push(remark);
  }
  return { admitted: true, build, since, reasons };
}
