import type { Instant } from "../../instant.ts";
import { entersRolloutAt, rolloutEndsAt } from "../rollout.ts";
import { dueAt } from "./channel-date.ts";
import type { Candidate, Gate } from "./gate.ts";
import { ALWAYS, NEVER, openFrom } from "./opening.ts";

/** R18: a rollout reaches installations one after another, each at its turn, from the eligible instant on. */
export const ROLLOUT: Gate = {
  name: "rollout",
  rule: "R18",
  isPassedByCritical: true,
  holdsBack: false,
  opening(candidate) {
    const { asker, entry } = candidate;
    if (entry.release.rolloutDays === 0 || asker === null || asker.manual) return ALWAYS;
    const entersAt = turnOf(candidate);
    return entersAt === null ? NEVER : openFrom(entersAt);
  },
  openingForAll(candidate) {
    const { release } = candidate.entry;
    if (release.rolloutDays === 0) return ALWAYS;
    const from = dueAt(candidate);
    return from === null ? NEVER : openFrom(rolloutEndsAt(release, from));
  },
  dates(candidate) {
    const entersAt = turnOf(candidate);
    return entersAt === null ? [] : [entersAt];
  },
  reason(candidate) {
    const entersAt = turnOf(candidate);
    return entersAt === null
      ? null
      : { code: "rollout_waiting", version: candidate.entry.release.version, entersAt };
  },
  remark(candidate, at) {
    const entersAt = candidate.asker?.manual ? turnOf(candidate) : null;
    return entersAt !== null && entersAt > at
      ? { code: "asked_by_hand", version: candidate.entry.release.version }
      : null;
  },
  trace: {
    some: "spread_over_days",
    none: "nothing_is_spread",
    isAbout: ({ release }) => release.rolloutDays > 0,
  },
};

/** The asker's turn, or null if there is no asker or the release never becomes due. */
function turnOf(candidate: Candidate): Instant | null {
  const from = dueAt(candidate);
  return candidate.asker === null || from === null
    ? null
    : entersRolloutAt(candidate.entry.release, from, candidate.asker.installation);
}
