import type { Calendar } from "../catalog/calendar.ts";
import { isNewerThan, isUnreadable, type KnownVersion } from "../catalog/running-version.ts";
import { decide, type GoverningStanding } from "./decide.ts";
import { judge, type Question } from "./judge.ts";
import { type BehindReason, isBehindReason, REASON_CODES, type ReasonCode } from "./reason.ts";
import type { Verdict } from "./verdict.ts";

/**
 * Why an installation runs less than the newest release that is out: it may update and has not yet, or the reason that
 * keeps that release from it, as in its verdict (R25). In rule order.
 */
export type BehindCode = "not_updated_yet" | BehindReason;
export const BEHIND_CODES: readonly [BehindCode, ...BehindCode[]] = [
  "not_updated_yet",
  ...REASON_CODES.filter(isBehindReason),
];

/**
 * What else there is to say of an installation: R28: a step is offered to it, or a floor is in its way that it cannot
 * cross; R30: what it runs is past its end of life, or decided elsewhere; R31: it runs a release that is stopped.
 */
export const CONDITIONS = ["routed", "stranded", "expired", "runs_blocked", "managed"] as const;
export type Condition = (typeof CONDITIONS)[number];

/** How what an installation runs compares with what it should run and with the newest release that is out. */
export interface InstallationStatus {
  /** Whether it runs what its verdict says it should, or newer; false if its version is unknown. */
  readonly isCurrent: boolean;
  /** Why it is behind, or null if it runs the newest release that is out or its version is unknown. */
  readonly behind: BehindCode | null;
  readonly conditions: readonly Condition[];
}

/** R5, R25: judges an installation by its verdict at `asked.at`. `calendar` has the newest version first. */
export function statusOf(
  asked: Question,
  governed: GoverningStanding,
  calendar: Calendar,
): InstallationStatus {
  const { running } = asked;
  const verdict = decide(asked, governed, calendar);
  const conditions = conditionsOf(asked, verdict);
  if (running === null || isUnreadable(running) || asked.isManaged) {
    return { isCurrent: false, behind: null, conditions };
  }
  if (verdict.action === "update") return { isCurrent: false, behind: "not_updated_yet", conditions };
  return { isCurrent: true, behind: whatKeeps({ asked, running, verdict }, governed, calendar), conditions };
}

/** What else there is to say of an installation by its verdict, in the order of {@link CONDITIONS}. */
export function conditionsOf(
  { isManaged }: Pick<Question, "isManaged">,
  { action, final, support, reasons }: Verdict,
): readonly Condition[] {
  const has = (code: ReasonCode) => reasons.some((reason) => reason.code === code);
  const holds: Readonly<Record<Condition, boolean>> = {
    routed: action === "update" && !final,
    stranded: has("floor_out_of_reach"),
    expired: support.state === "expired",
    runs_blocked: has("runs_blocked"),
    managed: isManaged,
  };
  return CONDITIONS.filter((condition) => holds[condition]);
}

/** An installation that stays. */
interface Staying {
  readonly asked: Question;
  readonly running: KnownVersion;
  readonly verdict: Verdict;
}

function whatKeeps(
  { asked, running, verdict }: Staying,
  { standing }: GoverningStanding,
  calendar: Calendar,
): BehindCode | null {
  const newest = calendar.find(
    ({ release }) =>
      (release.state === "published" || release.state === "paused") && release.automaticAt <= asked.at,
  );
  if (!newest || !isNewerThan(newest.release.version, running)) return null;
  if (verdict.reasons.some(({ code }) => code === "floor_out_of_reach")) return "floor_out_of_reach";
  const judgement = judge(newest, asked, standing);
  const code = judgement.admitted ? undefined : judgement.reason?.code;
  if (code !== undefined && isBehindReason(code)) return code;
  // `judge` gives no reason for a release that is paused and would not be due either; call it paused.
  return newest.release.state === "paused" ? "release_paused" : null;
}
