import type { Instant } from "../../instant.ts";
import { openBetween, publishedTimes, reachedAt } from "../open-time.ts";
import { neededTime, wholeTime } from "../rollout.ts";
import { dueAt } from "./channel-date.ts";
import type { Asker, Candidate, Gate } from "./gate.ts";
import { ALWAYS, NEVER, type Opening, openFrom } from "./opening.ts";

/**
 * R18: a rollout reaches installations one after another, each at its turn, from the eligible instant on; R33: by a clock
 * that runs only while the release is open for them.
 */
export const ROLLOUT: Gate = {
  name: "rollout",
  rule: "R18",
  isPassedByCritical: true,
  isPassedByStep: true,
  holdsBack: false,
  opening(candidate) {
    const { asker, entry } = candidate;
    if (entry.release.rolloutDays === 0 || asker === null || asker.manual) return ALWAYS;
    return openAfter(candidate, neededTime(entry.release, asker.installation));
  },
  openingForAll(candidate) {
    const { release } = candidate.entry;
    return release.rolloutDays === 0 ? ALWAYS : openAfter(candidate, wholeTime(release));
  },
  dates(candidate) {
    const entersAt = candidate.asker && turnOf(candidate, candidate.asker);
    return entersAt === null ? [] : [entersAt];
  },
  reason(candidate, at) {
    const { asker, entry } = candidate;
    const from = dueAt(candidate);
    const entersAt = asker && turnOf(candidate, asker);
    if (asker === null || from === null || entersAt === null) return null;
    return {
      code: "rollout_waiting",
      version: entry.release.version,
      entersAt,
      openSeconds: inSeconds(openBetween(publishedTimes(entry), from, at)),
      neededSeconds: inSeconds(neededTime(entry.release, asker.installation)),
    };
  },
  remark(candidate, at) {
    const { asker, entry } = candidate;
    const isEarly = asker?.manual && !isPast(turnOf(candidate, asker), at) && dueAt(candidate) !== null;
    return isEarly && entry.release.rolloutDays > 0
      ? { code: "asked_by_hand", version: entry.release.version }
      : null;
  },
  trace: {
    some: "spread_over_days",
    none: "nothing_is_spread",
    isAbout: ({ release }) => release.rolloutDays > 0,
  },
};

/** The turn of an asker, or null if it does not come as long as nothing changes. */
function turnOf(candidate: Candidate, asker: Asker): Instant | null {
  return reached(candidate, neededTime(candidate.entry.release, asker.installation));
}

function openAfter(candidate: Candidate, needed: number): Opening {
  const at = reached(candidate, needed);
  return at === null ? NEVER : openFrom(at);
}

/** When the release has been open long enough since it became due, or null if that does not come. */
function reached(candidate: Candidate, needed: number): Instant | null {
  const from = dueAt(candidate);
  return from === null ? null : reachedAt(publishedTimes(candidate.entry), from, needed);
}

function isPast(turn: Instant | null, at: Instant): boolean {
  return turn !== null && turn <= at;
}

/** Whole seconds, rounded down. */
function inSeconds(milliseconds: number): number {
  return Math.floor(milliseconds / 1000);
}
