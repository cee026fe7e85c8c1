import type { Instant } from "../instant.ts";
import type { Block } from "./block.ts";
import type { Version } from "./version.ts";

/** R19: planned (in the calendar, not out), published (offered from its date), paused (offered to no further installations), withdrawn (for good). */
export const RELEASE_STATES = ["planned", "published", "paused", "withdrawn"] as const;
export type ReleaseState = (typeof RELEASE_STATES)[number];

/** R20: whom a critical release reaches: installations of its own line (first two numbers), or all. */
export const CRITICAL_SCOPES = ["line", "all"] as const;
export type CriticalScope = (typeof CRITICAL_SCOPES)[number];

export interface Critical {
  /** Why it may bypass every schedule; written by a person, never empty. */
  readonly reason: string;
  readonly scope: CriticalScope;
}

/** R28: why older versions must run a release of this line, not older than this one, before they get anything newer. */
export interface Floor {
  /** Written by a person, never empty. */
  readonly reason: string;
}

/** R3: a version with its own dates per channel, as data. Dates are never computed from one another. */
export interface Release {
  readonly id: string;
  readonly version: Version;
  /** The automatic upgrade date, also the latest channel's date. */
  readonly automaticAt: Instant;
  /** The slow channel's date, or null if the release is not on the slow channel. */
  readonly slowAt: Instant | null;
  /** R18: over how many days from its eligible instant a release spreads; 0: at once. */
  readonly rolloutDays: number;
  readonly critical: Critical | null;
  readonly notes: string;
  readonly state: ReleaseState;
  readonly floor: Floor | null;
  /** R29: when support ends, or null if that is not known; never later than `expiresAt`. */
  readonly supportEndsAt: Instant | null;
  /** R29, R30: the end of life, or null if that is not known. */
  readonly expiresAt: Instant | null;
  /** R29: how many days before its end of life its users are warned. */
  readonly warnDays: number;
  /** R30: why its end of life is less than 30 days away from when it was set, or null if nobody had to say. */
  readonly expiryReason: string | null;
  readonly blocks: readonly Block[];
}

/** R29: the days of warning where nothing else was said. */
export const USUAL_WARN_DAYS = 30;

/** R29: the most days of warning before an end of life. */
export const MAX_WARN_DAYS = 365;

/** R30: an end of life that is nearer than this many days when it is set needs a reason. */
export const DAYS_WITHOUT_REASON = 30;

/** R28 to R31: a release of which nothing of the kind was said. */
export const NO_LIMITS = {
  floor: null,
  supportEndsAt: null,
  expiresAt: null,
  warnDays: USUAL_WARN_DAYS,
  expiryReason: null,
  blocks: [],
} as const satisfies Partial<Release>;

/**
 * Whether a release is offered to somebody at an instant. The version that an address says and the name of a file can be
 * guessed, so what is told of a release because of them is told of those alone that are out.
 */
export function isOut(release: Release, at: Instant): boolean {
  return release.state === "published" && firstDateOf(release) <= at;
}

/** The first of the dates of a release, with which a published one is out. */
export function firstDateOf({ automaticAt, slowAt }: Release): number {
  return Math.min(automaticAt, slowAt ?? automaticAt);
}

/** The most days a rollout may take. */
export const MAX_ROLLOUT_DAYS = 90;
