import type { Calendar } from "../catalog/calendar.ts";
import { compareVersions, type Version } from "../catalog/version.ts";
import { decide, type GoverningStanding } from "./decide.ts";
import { judge, type Question } from "./judge.ts";
import { type BehindReason, isBehindReason, REASON_CODES } from "./reason.ts";

/**
 * Why an installation runs less than the newest release that is out: it may update and has not yet; or what keeps that
 * release from it, in the words of its verdict (R25), in rule order.
 */
export type BehindCode = "not_updated_yet" | BehindReason;
export const BEHIND_CODES: readonly [BehindCode, ...BehindCode[]] = [
  "not_updated_yet",
  ...REASON_CODES.filter(isBehindReason),
];

/** How an installation stands to what it should run, and to the newest release that is out. */
export interface Position {
  /** Whether it runs what its verdict says it should, or newer; not known of one that does not say what it runs. */
  readonly isCurrent: boolean;
  /** Why it is behind; or null if it runs the newest release that is out, or does not say what it runs. */
  readonly behind: BehindCode | null;
}

/** R5, R25: judges an installation by its verdict at `asked.at`. `calendar` has the newest version first. */
export function positionOf(asked: Question, governed: GoverningStanding, calendar: Calendar): Position {
  const { running } = asked;
  if (running === null) return { isCurrent: false, behind: null };
  const { action } = decide(asked, governed, calendar);
  if (action === "update") return { isCurrent: false, behind: "not_updated_yet" };
  return { isCurrent: true, behind: whatKeeps(running, asked, governed, calendar) };
}

function whatKeeps(
  running: Version,
  asked: Question,
  { standing }: GoverningStanding,
  calendar: Calendar,
): BehindCode | null {
  const newest = calendar.find(
    ({ release }) =>
      (release.state === "published" || release.state === "paused") && release.automaticAt <= asked.at,
  );
  if (!newest || compareVersions(newest.release.version, running) <= 0) return null;
  const judgement = judge(newest, asked, standing);
  const code = judgement.admitted ? undefined : judgement.reason?.code;
  if (code !== undefined && isBehindReason(code)) return code;
  // `judge` gives no reason for a release that is paused and would not be due either; call it paused.
  return newest.release.state === "paused" ? "release_paused" : null;
}
