import type { Calendar } from "../catalog/calendar.ts";
import { limitsOf } from "../catalog/calendar-limits.ts";
import type { Release } from "../catalog/release.ts";
import { isNewerThan, isSameAs, type KnownVersion, runsLineOf } from "../catalog/running-version.ts";
import { addDays, type Instant } from "../instant.ts";

/** R29: how a version stands, from the best to the worst. It is the last of those that have begun. */
export const SUPPORT_STATES = ["supported", "ending", "ended", "expired"] as const;
export type SupportState = (typeof SUPPORT_STATES)[number];

/** R29: how long what runs is supported, and may be run. */
export interface Support {
  readonly state: SupportState;
  readonly endsAt: Instant | null;
  readonly expiresAt: Instant | null;
  /** R30: whether Sluice sees to it that it is left in time. */
  readonly enforced: boolean;
}

export const SUPPORTED: Support = { state: "supported", endsAt: null, expiresAt: null, enforced: true };

/** R30: where something else decides what runs. */
const SUPPORTED_ELSEWHERE: Support = { ...SUPPORTED, enforced: false };

/** R29: the support of what runs at an instant; what cannot be read, or was not said, is supported. */
export function supportOf(
  running: KnownVersion | null,
  calendar: Calendar,
  { at, isManaged }: { readonly at: Instant; readonly isManaged: boolean },
): Support {
  const usual = isManaged ? SUPPORTED_ELSEWHERE : SUPPORTED;
  if (running === null || !limitsOf(calendar).hasSupportDates) return usual;
  const release = countsAs(running, calendar);
  if (release === null) return usual;
  const { supportEndsAt: endsAt, expiresAt } = release;
  return { ...usual, state: stateOf(release, at), endsAt, expiresAt };
}

/**
 * R29: the release whose dates count for what runs: the same one; else the newest one of its line that is not newer; else
 * the oldest one that is newer; else none. `calendar` has the newest version first.
 */
export function countsAs(running: KnownVersion, calendar: Calendar): Release | null {
  const releases = calendar.map(({ release }) => release);
  return (
    releases.find(({ version }) => isSameAs(version, running)) ??
    releases.find(({ version }) => runsLineOf(version, running) && !isNewerThan(version, running)) ??
    releases.findLast(({ version }) => isNewerThan(version, running)) ??
    null
  );
}

/** R29: how a release stands at an instant. */
function stateOf(release: Release, at: Instant): SupportState {
  const { supportEndsAt, expiresAt } = release;
  if (expiresAt !== null && at >= expiresAt) return "expired";
  if (supportEndsAt !== null && at >= supportEndsAt) return "ended";
  const warnAt = warnedAt(release);
  return warnAt !== null && at >= warnAt ? "ending" : "supported";
}

/** R30: whether a release is past its end of life. */
export function isExpired({ expiresAt }: Release, at: Instant): boolean {
  return expiresAt !== null && at >= expiresAt;
}

/** R29: when users of a release are warned of its end of life, or null if it has none. */
export function warnedAt({ expiresAt, warnDays }: Release): Instant | null {
  return expiresAt === null ? null : addDays(expiresAt, -warnDays);
}

/** R29, R30: the instants at which the support of a release changes. */
export function supportDatesOf(release: Release): readonly Instant[] {
  return [release.supportEndsAt, warnedAt(release), release.expiresAt].filter((date) => date !== null);
}
