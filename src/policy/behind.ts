import type { Calendar } from "../catalog/calendar.ts";
import { isNewerThan, isUnreadable, type KnownVersion } from "../catalog/running-version.ts";
import { decide, type GoverningStanding } from "./decide.ts";
import { judge, type Question } from "./judge.ts";
import { type BehindReason, isBehindReason, REASON_CODES } from "./reason.ts";

/**
 * Why an installation runs less than the newest release that is out: it may update and has not yet, or the reason that
 * keeps that release from it, as in its verdict (R25). In rule order.
 */
export type BehindCode = "not_updated_yet" | BehindReason;
export const BEHIND_CODES: readonly [BehindCode, ...BehindCode[]] = [
  "not_updated_yet",
  ...REASON_CODES.filter(isBehindReason),
];

/** How what an installation runs compares with what it should run and with the newest release that is out. */
export interface InstallationStatus {
  /** Whether it runs what its verdict says it should, or newer; false if its version is unknown. */
  readonly isCurrent: boolean;
  /** Why it is behind, or null if it runs the newest release that is out or its version is unknown. */
  readonly behind: BehindCode | null;
}

/** R5, R25: judges an installation by its verdict at `asked.at`. `calendar` has the newest version first. */
export function statusOf(
  asked: Question,
  governed: GoverningStanding,
  calendar: Calendar,
): InstallationStatus {
  const { running } = asked;
  if (running === null || isUnreadable(running)) return { isCurrent: false, behind: null };
  const { action } = decide(asked, governed, calendar);
  if (action === "update") return { isCurrent: false, behind: "not_updated_yet" };
  return { isCurrent: true, behind: whatKeeps(running, asked, governed, calendar) };
}

function whatKeeps(
  running: KnownVersion,
  asked: Question,
  { standing }: GoverningStanding,
  calendar: Calendar,
): BehindCode | null {
  const newest = calendar.find(
    ({ release }) =>
      (release.state === "published" || release.state === "paused") && release.automaticAt <= asked.at,
  );
  if (!newest || !isNewerThan(newest.release.version, running)) return null;
  const judgement = judge(newest, asked, standing);
  const code = judgement.admitted ? undefined : judgement.reason?.code;
  if (code !== undefined && isBehindReason(code)) return code;
  // `judge` gives no reason for a release that is paused and would not be due either; call it paused.
  return newest.release.state === "paused" ? "release_paused" : null;
}
