import type { Block } from "../catalog/block.ts";
import type { Build } from "../catalog/build.ts";
import type { CalendarEntry } from "../catalog/calendar.ts";
import type { OsVersion } from "../catalog/os-version.ts";
import type { CriticalScope } from "../catalog/release.ts";
import { TARGETS } from "../fleet/targets.ts";
import type { RolloutClock, RolloutTurns } from "./rollout-turns.ts";
import { osOf, SYSTEMS, systemOf } from "./systems.ts";
import type { VersionRanks } from "./version-ranks.ts";

const NEVER = Number.POSITIVE_INFINITY;
const ALWAYS = Number.NEGATIVE_INFINITY;

/**
 * What the plan says of a release, whoever asks. It is read from the rule book and from no gate, so that it can be held
 * against what the gates do.
 */
export interface ForetoldRelease {
  readonly rank: number;
  /** R18: when each installation's turn comes; null if it reaches all at once. */
  readonly clock: RolloutClock | null;
  /** R20: whom it reaches at once, from its automatic upgrade date on; null if it is not critical. */
  readonly critical: CriticalScope | null;
  readonly criticalAt: number;
  /** R28: from when it can be a step; Infinity if it is not published. */
  readonly outAt: number;
  /** R30: its end of life; Infinity if it has none. */
  readonly expiresAt: number;
  readonly isFloor: boolean;
  /** R31, R32: by {@link placeOf}, from when it is for such a computer; Infinity if it never is. */
  readonly fitsFrom: Float64Array;
  /** By {@link placeOf}, 1 if there is a build for the platform and the system. */
  readonly isBuilt: Uint8Array;
  /** R32: by {@link placeOf}, 1 if there is a build for the platform and none for the system. */
  readonly lacksSystem: Uint8Array;
}

const MOST_SYSTEMS = 1 + Math.max(...Object.values(SYSTEMS).map(({ length }) => length));

/** How many kinds of computers there are by {@link placeOf}. */
export const PLACES = TARGETS.length * MOST_SYSTEMS;

/** The number of a kind of computer: its target, and what it says of its system. */
export function placeOf(target: number, computer: number): number {
  return target * MOST_SYSTEMS + systemOf(computer);
}

/** Reads the planned entry of a release. */
export function foretellRelease(
  entry: CalendarEntry,
  ranks: VersionRanks,
  turns: RolloutTurns,
): ForetoldRelease {
  const { release } = entry;
  const isPublished = release.state === "published";
  return {
    rank: ranks.rankOf(release.version),
    clock: turns.clockOf(entry),
    critical: isPublished ? (release.critical?.scope ?? null) : null,
    criticalAt: release.automaticAt,
    outAt: isPublished ? release.automaticAt : NEVER,
    expiresAt: release.expiresAt ?? NEVER,
    isFloor: release.floor !== null,
    ...foretellFit(entry),
  };
}

function foretellFit({
  release,
  builds,
  expectsBuilds,
}: CalendarEntry): Pick<ForetoldRelease, "fitsFrom" | "isBuilt" | "lacksSystem"> {
  const fitsFrom = new Float64Array(PLACES).fill(NEVER);
  const [isBuilt, lacksSystem] = [new Uint8Array(fitsFrom.length), new Uint8Array(fitsFrom.length)];
  TARGETS.forEach(({ platform, arch }, target) => {
    const own = builds.filter((build) => build.platform === platform && build.arch === arch);
    for (let system = 0; system <= SYSTEMS[platform].length; system++) {
      const os = osOf(platform, system);
      const place = placeOf(target, system);
      const fits = expectsBuilds === true || own.some((build) => isFor(build, os));
      isBuilt[place] = fits ? 1 : 0;
      lacksSystem[place] = !fits && own.length > 0 ? 1 : 0;
      if (fits && release.state === "published")
        fitsFrom[place] = blockedUntil(release.blocks, { platform, arch, os });
    }
  });
  return { fitsFrom, isBuilt, lacksSystem };
}

interface Computer {
  readonly platform: string;
  readonly arch: string;
  readonly os: OsVersion | null;
}

/** R32: both ends are included; a computer that does not say its system fits. */
function isFor({ minimumOsVersion: least, maximumOsVersion: most }: Build, os: OsVersion | null): boolean {
  if (os === null) return true;
  return (least === null || !isBelow(os, least)) && (most === null || !isBelow(most, os));
}

/** R31: the last end of all blocks about a computer. */
function blockedUntil(blocks: readonly Block[], { platform, arch, os }: Computer): number {
  const ends = blocks
    .filter(
      (block) =>
        (block.platform ?? platform) === platform &&
        (block.arch ?? arch) === arch &&
        (os === null || isWithin(os, block.osVersion)),
    )
    .map(({ until }) => until ?? NEVER);
  return Math.max(ALWAYS, ...ends);
}

/** R31: the lower end is included, the upper one is not. */
function isWithin(os: OsVersion, range: Block["osVersion"]): boolean {
  if (range === null) return true;
  return !(range.from && isBelow(os, range.from)) && (range.below === null || isBelow(os, range.below));
}

/** Versions of systems are compared here and not by the catalog's own comparison. */
function isBelow(a: OsVersion, b: OsVersion): boolean {
  const place = [0, 1, 2, 3].find((part) => (a.parts[part] ?? 0) !== (b.parts[part] ?? 0)) ?? 0;
  return (a.parts[place] ?? 0) < (b.parts[place] ?? 0);
}
