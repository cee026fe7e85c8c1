import type { Calendar } from "../catalog/calendar.ts";
import { compareVersions, type Version } from "../catalog/version.ts";
import { decide, type GoverningStanding } from "./decide.ts";
import { judge, type Question } from "./judge.ts";

/**
 * Why an installation runs less than the newest release that is out: it may update and has not yet; or what keeps that
 * release from it, in the words of its verdict (R25).
 */
export const BEHIND_CODES = [
  "not_updated_yet",
  "not_on_slow_channel",
  "deferred",
  "no_build_for_platform",
  "held_back",
  "rollout_waiting",
  "release_paused",
] as const;
export type BehindCode = (typeof BEHIND_CODES)[number];

/** How an installation stands to what it should run, and to the newest release that is out. */
export interface Position {
  /** Whether it runs what its verdict says it should, or newer; not known of one that does not say what it runs. */
  readonly isCurrent: boolean;
  /** Null: it runs the newest release that is out, or does not say what it runs. */
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
  const code = judgement.admitted ? null : judgement.reason?.code;
  return BEHIND_CODES.find((known) => known === code) ?? pausedOr(newest.release.state);
}

/** A paused release that would not be due either has no reason of its own. */
function pausedOr(state: string): BehindCode | null {
  return state === "paused" ? "release_paused" : null;
}
