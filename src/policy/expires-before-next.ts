import type { Calendar } from "../catalog/calendar.ts";
import type { Release } from "../catalog/release.ts";
import type { Instant } from "../instant.ts";
import { firstVerdict } from "./arrival.ts";
import type { Gate } from "./gates/gate.ts";
import { GATES } from "./gates/gates.ts";
import { type InstallationKind, questionOf } from "./installation-moves.ts";
import type { Standing } from "./standing.ts";
import { countsAs } from "./support.ts";

/** R30: a version that is past its end of life before the schedule brings anything newer. */
export interface ExpiryBeforeNext {
  /** The release whose end of life counts for what runs (R29). */
  readonly release: Release;
  readonly expiresAt: Instant;
  /** When the schedule alone would bring something newer, or null if it never does. */
  readonly nextAt: Instant | null;
}

/** A calendar as planned at an instant, the newest version first. */
export interface PlannedCalendar {
  readonly planned: Calendar;
  readonly now: Instant;
  readonly gates?: readonly Gate[];
}

/**
 * R30: whether what installations of a kind run expires before its successor comes by their schedule; null if it does not,
 * has no end of life, or is past it already. R18: counted is the last of them in a rollout.
 */
export function expiresBeforeNext(
  kind: InstallationKind,
  standing: Standing,
  plan: PlannedCalendar,
): ExpiryBeforeNext | null {
  const found = successorOf(kind, standing, plan);
  return found !== null && found.nextAt !== null && found.nextAt <= found.expiresAt ? null : found;
}

/**
 * R30: the end of life of what installations of a kind run, and when its successor comes by their schedule, before or after;
 * null if it has none, or is past it already.
 */
export function successorOf(
  kind: InstallationKind,
  standing: Standing,
  { planned, now, gates = GATES }: PlannedCalendar,
): ExpiryBeforeNext | null {
  if (kind.running === null || kind.isManaged) return null;
  const release = countsAs(kind.running, planned);
  const expiresAt = release?.expiresAt ?? null;
  if (release === null || expiresAt === null || expiresAt <= now) return null;
  const asked = { asker: questionOf(kind, now), standing, planned: withoutExpiry(planned, release), gates };
  // Past its end of life, the release itself is no way on.
  const nextAt = firstVerdict(
    (verdict, at) => verdict.action === "update" && !(verdict.release.id === release.id && at >= expiresAt),
    asked,
    now,
  );
  return { release, expiresAt, nextAt };
}

/** The calendar if a release had no end of life, so that its users are not made to leave it. */
function withoutExpiry(calendar: Calendar, release: Release): Calendar {
  const kept: Release = { ...release, expiresAt: null };
  return calendar.map((entry) => (entry.release === release ? { ...entry, release: kept } : entry));
}
