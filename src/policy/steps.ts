import type { Calendar, CalendarEntry } from "../catalog/calendar.ts";
import { limitsOf } from "../catalog/calendar-limits.ts";
import { isOut } from "../catalog/release.ts";
import { compareVersions, isSameLine, type Version } from "../catalog/version.ts";
import { judge } from "./judge.ts";
import type { Reason, ReasonCode } from "./reason.ts";
import { type AdmittedRelease, isNewer, type Sought } from "./target.ts";

/** R28: what the floors say about the way to a target. */
export type Way =
  /** No floor is in the way, or what runs is not said. */
  | { readonly kind: "straight"; readonly reasons: readonly Reason[] }
  /** Another release has to be run first. */
  | { readonly kind: "step"; readonly step: AdmittedRelease; readonly reasons: readonly Reason[] }
  /** There is no such release, so nothing from the floor on can be reached: `below` is what is left. */
  | { readonly kind: "none"; readonly below: Calendar; readonly reasons: readonly Reason[] };

const STRAIGHT: Way = { kind: "straight", reasons: [] };

/** R28: the way from what runs to a target, by the lowest floor between them. */
export function wayTo({ entry: target }: AdmittedRelease, sought: Sought, calendar: Calendar): Way {
  const { version } = target.release;
  const { running } = sought;
  const { floors } = limitsOf(calendar);
  if (floors.length === 0) return STRAIGHT;
  const between = floors.filter(
    ({ release }) => isNewer(release.version, running) && compareVersions(release.version, version) <= 0,
  );
  const lowest = between.at(-1)?.release.version;
  if (lowest === undefined) return STRAIGHT;
  if (running === null) return { kind: "straight", reasons: [{ code: "steps_not_applied" }] };
  const step = findStep({ floor: lowest, target: version }, sought, calendar);
  if (typeof step === "string") {
    const below = calendar.filter(({ release }) => compareVersions(release.version, lowest) < 0);
    return { kind: "none", below, reasons: [{ code: "floor_out_of_reach", floor: lowest, why: step }] };
  }
  if (step.entry === target) return STRAIGHT;
  const onTheWay = { version: step.entry.release.version, floor: lowest, target: version };
  return { kind: "step", step, reasons: [{ code: "step_on_the_way", ...onTheWay }] };
}

interface Crossing {
  readonly floor: Version;
  readonly target: Version;
}

/**
 * R28: the step of a crossing or, if there is none, why the newest release that could be it is not. A step is the newest
 * release of the floor's own line, from the floor to the target, that is out and fits the asker. It needs nothing else: it is
 * on the way to a release that passed all gates.
 */
function findStep(
  { floor, target }: Crossing,
  { asked, standing, gates }: Sought,
  calendar: Calendar,
): AdmittedRelease | ReasonCode {
  const needed = gates.filter((gate) => !gate.isPassedByStep);
  const line = calendar.filter(
    ({ release: { version } }) =>
      isSameLine(version, floor) &&
      compareVersions(version, floor) >= 0 &&
      compareVersions(version, target) <= 0,
  );
  let why: ReasonCode | null = null;
  for (const entry of line) {
    const judgement = judgeStep(entry);
    if (judgement.admitted) return { entry, judgement };
    why ??= judgement.reason?.code ?? null;
  }
  return why ?? "release_not_published";

  function judgeStep(entry: CalendarEntry) {
    const judgement = judge(entry, asked, standing, needed);
    if (!judgement.admitted || isOut(entry.release, asked.at)) return judgement;
    const { version } = entry.release;
    return { admitted: false, reason: { code: "release_not_published", version } } as const;
  }
}
