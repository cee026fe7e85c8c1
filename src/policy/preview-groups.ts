import type { Calendar } from "../catalog/calendar.ts";
import { formatVersion } from "../catalog/version.ts";
import type { Instant } from "../instant.ts";
import { nextRelease, type UpcomingRelease } from "./forecast.ts";
import { addMoves, type InstallationKind, type InstallationMoves, movesOf } from "./installation-moves.ts";
import { MOVEMENTS, type Outcome, REACHES } from "./outcome.ts";
import { formatSchedule } from "./schedule.ts";
import { keyOf, type Standing } from "./standing.ts";
import { MAX_NAMED, type OutcomeCount } from "./tally.ts";

/** Organizations that a change affects in the same way, with their next release before and after it. */
export interface PreviewGroup extends OutcomeCount {
  readonly nextBefore: UpcomingRelease | null;
  readonly nextAfter: UpcomingRelease | null;
  readonly moves: InstallationMoves;
}

/**
 * R4, R15, R17: gathers outcomes into groups for people; standings that differ only in holds without effect on the next
 * release are one group. Groups whose cadence changes come first. `planned` is the calendar as planned; `kinds` are
 * those by which installations were counted.
 */
export function toPreviewGroups(
  counts: readonly OutcomeCount[],
  planned: Calendar,
  now: Instant,
  kinds: readonly InstallationKind[] = [],
): readonly PreviewGroup[] {
  const nextOf = memoizedNext(planned, now);
  const groups = new Map<string, PreviewGroup>();
  for (const one of counts) {
    const nextBefore = nextOf(one.outcome.before);
    const nextAfter = nextOf(one.outcome.after);
    const key = `${formatOutcome(one.outcome)}/${formatComing(nextBefore)}/${formatComing(nextAfter)}`;
    const known = groups.get(key);
    const moves = movesOf(one, kinds, planned, now);
    groups.set(key, known ? together(known, one, moves) : { ...one, nextBefore, nextAfter, moves });
  }
  return [...groups.values()].sort((a, b) => rank(a.outcome) - rank(b.outcome));
}

function memoizedNext(planned: Calendar, now: Instant): (standing: Standing) => UpcomingRelease | null {
  const known = new Map<string, UpcomingRelease | null>();
  return (standing) => {
    const key = keyOf(standing);
    let next = known.get(key);
    if (next === undefined) {
      next = nextRelease(standing, planned, now);
      known.set(key, next);
    }
    return next;
  };
}

function together(group: PreviewGroup, more: OutcomeCount, moves: InstallationMoves): PreviewGroup {
  return {
    ...group,
    organizations: group.organizations + more.organizations,
    users: group.users + more.users,
    moves: addMoves(group.moves, moves),
    organizationIds: [...group.organizationIds, ...more.organizationIds].slice(0, MAX_NAMED),
  };
}

function formatOutcome({ reach, movement, conflict, before, after }: Outcome): string {
  return [reach, movement, conflict, formatSchedule(before.schedule), formatSchedule(after.schedule)].join();
}

function formatComing(coming: UpcomingRelease | null): string {
  return coming ? `${formatVersion(coming.release.version)}@${coming.eligibleAt}` : "none";
}

function rank({ reach, movement }: Outcome): number {
  return MOVEMENTS.indexOf(movement) * REACHES.length + REACHES.indexOf(reach);
}
