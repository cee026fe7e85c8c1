import { compare, isNewer, isSame, line } from "./naive-version.ts";
import type { ReleaseRecord } from "./records.ts";

const DAY = 24 * 60 * 60 * 1000;

/** What a computer says of itself; `build` names its platform, such as `win/x64`. */
interface Computer {
  readonly build: string;
  readonly os: string | null;
}

/** R29: how long what runs is supported; instants in milliseconds. */
export interface NaiveSupport {
  readonly state: string;
  readonly endsAt: number | null;
  readonly expiresAt: number | null;
  readonly enforced: boolean;
}

/** R29, R30. */
export function supportAt(
  releases: readonly ReleaseRecord[],
  running: string | null,
  { at, managed }: { readonly at: number; readonly managed: boolean },
): NaiveSupport {
  const known = running === null ? null : standsFor(releases, running);
  if (known === null) return { state: "supported", endsAt: null, expiresAt: null, enforced: !managed };
  const { supportEndsAt: endsAt, expiresAt, warnDays } = known;
  let state = "supported";
  if (expiresAt !== null && expiresAt - warnDays * DAY <= at) state = "ending";
  if (endsAt !== null && endsAt <= at) state = "ended";
  if (expiresAt !== null && expiresAt <= at) state = "expired";
  return { state, endsAt, expiresAt, enforced: !managed };
}

/** R29: itself, else the newest of its line that is not newer, else the oldest newer one. */
function standsFor(releases: readonly ReleaseRecord[], running: string): ReleaseRecord | null {
  const oldestFirst = [...releases].sort((a, b) => compare(a.version, b.version));
  const older = oldestFirst.filter(({ version }) => !isNewer(version, running));
  const newer = oldestFirst.filter(({ version }) => isNewer(version, running));
  return (
    oldestFirst.find(({ version }) => isSame(version, running)) ??
    older.findLast(({ version }) => line(version) === line(running)) ??
    newer[0] ??
    null
  );
}

/** R5, R32: whether there is a build for the computer at an instant. */
export function hasBuildFor({ builds }: ReleaseRecord, { build, os }: Computer, at: number): boolean {
  for (const one of builds) {
    if (one.name !== build || one.at > at) continue;
    const isTooOld = os !== null && one.from !== null && compare(os, one.from) < 0;
    const isTooNew = os !== null && one.to !== null && compare(os, one.to) > 0;
    if (!isTooOld && !isTooNew) return true;
  }
  return false;
}

/** R31: a block with a range is also about a computer that does not say its system. */
export function isBlocked({ blocks }: ReleaseRecord, { build, os }: Computer, at: number): boolean {
  return blocks.some(({ platform, arch, osVersion, until }) => {
    const isOver = until !== null && until <= at;
    const isHere = [platform ?? build, arch ?? build].every((part) => build.includes(part));
    const { from, below } = osVersion ?? { from: null, below: null };
    const isBefore = os !== null && from !== null && compare(os, from) < 0;
    const isPast = os !== null && below !== null && compare(os, below) >= 0;
    return !isOver && isHere && !isBefore && !isPast;
  });
}

/** R33: for how many milliseconds between two instants the release was published, or is assumed to be. */
export function openTime(release: ReleaseRecord, from: number, to: number): number {
  let open = 0;
  for (const [index, { at, state }] of release.states.entries()) {
    const until = release.states[index + 1]?.at ?? Number.POSITIVE_INFINITY;
    if (state === "published") open += Math.max(0, Math.min(until, to) - Math.max(at, from));
  }
  return open;
}
