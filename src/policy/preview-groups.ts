import { formatVersion } from "../catalog/version.ts";
import type { Instant } from "../instant.ts";
import type { Foresight } from "./foresight.ts";
import { addNewer, type GroupForesight, type GroupNext, GroupSum } from "./group-foresight.ts";
import { addMoves, type InstallationKind, type InstallationMoves, movesOf } from "./installation-moves.ts";
import { MOVEMENTS, type Outcome, REACHES } from "./outcome.ts";
import { formatSchedule } from "./schedule.ts";
import type { Standing } from "./standing.ts";
import { MAX_NAMED, type OutcomeCount } from "./tally.ts";

/** Organizations that a change affects in the same way, with what comes next for them before and after it. */
export interface PreviewGroup extends OutcomeCount {
  /** R56: for the installations that follow their schedule, not those of users on automatic upgrades (R11). */
  readonly nextBefore: GroupNext | null;
  readonly nextAfter: GroupNext | null;
  /** How many of them there are, and how many will run newer than what their schedule has reached; null if none. */
  readonly following: number;
  readonly newerAfter: GroupForesight["newer"];
  readonly moves: InstallationMoves;
}

/**
 * R4, R15, R17, R56: gathers outcomes into groups for people; standings that differ only in holds without effect on what
 * comes next are one group. Groups whose cadence changes come first. `kinds` are those by which installations were counted.
 * Yields after each kind: outsiders can give one organization thousands of them.
 */
export function* toPreviewGroups(
  counts: readonly OutcomeCount[],
  foresight: Foresight,
  now: Instant,
  kinds: readonly InstallationKind[] = [],
): Generator<void, readonly PreviewGroup[]> {
  const groups = new Map<string, PreviewGroup>();
  for (const one of counts) {
    const foresee = (standing: Standing) => foreseeGroup(one, { standing, kinds, foresight, now });
    const after = yield* foresee(one.outcome.after);
    const { next: nextBefore } = yield* foresee(one.outcome.before);
    const { next: nextAfter } = after;
    const key = `${formatOutcome(one.outcome)}/${formatComing(nextBefore)}/${formatComing(nextAfter)}`;
    const known = groups.get(key);
    const moves = yield* movesOf(one, kinds, foresight.calendar, now);
    const group = { ...one, nextBefore, nextAfter, following: after.total, newerAfter: after.newer, moves };
    groups.set(key, known ? together(known, group) : group);
    yield;
  }
  return [...groups.values()].sort((a, b) => rank(a.outcome) - rank(b.outcome));
}

/** What foretells for some installations under a standing. */
interface Foretelling {
  readonly standing: Standing;
  readonly kinds: readonly InstallationKind[];
  readonly foresight: Foresight;
  readonly now: Instant;
}

/** R56: what comes next for the counted installations that follow a standing; without any, for a new one. */
function* foreseeGroup(
  { installations }: OutcomeCount,
  { standing, kinds, foresight, now }: Foretelling,
): Generator<void, GroupForesight> {
  const sum = new GroupSum();
  for (const [number, kind] of kinds.entries()) {
    const count = installations[number] ?? 0;
    if (count <= 0 || kind.runsAhead) continue;
    sum.add(foresight.ofKind(kind, standing, now), count, kind.isOther ? null : kind.running);
    yield;
  }
  return sum.result(() => foresight.ofNew(standing, now));
}

function together(group: PreviewGroup, more: PreviewGroup): PreviewGroup {
  return {
    ...group,
    organizations: group.organizations + more.organizations,
    users: group.users + more.users,
    moves: addMoves(group.moves, more.moves),
    following: group.following + more.following,
    newerAfter: addNewer(group.newerAfter, more.newerAfter),
    organizationIds: [...group.organizationIds, ...more.organizationIds].slice(0, MAX_NAMED),
  };
}

function formatOutcome({ reach, movement, conflict, before, after }: Outcome): string {
  return [reach, movement, conflict, formatSchedule(before.schedule), formatSchedule(after.schedule)].join();
}

function formatComing(coming: GroupNext | null): string {
  return coming
    ? `${formatVersion(coming.release.version)}@${coming.at}/${coming.basis}/${coming.isExact}`
    : "none";
}

function rank({ reach, movement }: Outcome): number {
  return MOVEMENTS.indexOf(movement) * REACHES.length + REACHES.indexOf(reach);
}
