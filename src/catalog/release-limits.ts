import { addDays, formatInstant, type Instant } from "../instant.ts";
import { err, ok, type Refusal, type Result, refuse } from "../result.ts";
import type { Block } from "./block.ts";
import type { Build } from "./build.ts";
import { isEmptyRange } from "./os-version.ts";
import type { Platform } from "./platform.ts";
import { DAYS_WITHOUT_REASON, type Release } from "./release.ts";
import { compareVersions, formatVersion } from "./version.ts";

export type LimitRefusal =
  | "block_ended"
  | "expiry_needs_reason"
  | "expiry_strands"
  | "floor_without_build"
  | "os_range_empty"
  | "support_after_expiry";

/** A build with its release, as both are after a change. */
interface BuildOfRelease {
  readonly build: Pick<Build, "platform">;
  readonly release: Release;
}

/** A release that is entered or changed. */
export interface LimitedRelease {
  /** The release as it was, or null if it is new. */
  readonly before: Release | null;
  readonly after: Release;
}

/** What the limits of a release are checked against. */
export interface LimitGround {
  /** The builds of the whole calendar; needed only where {@link asksForBuilds} says so. */
  readonly builds: readonly BuildOfRelease[];
  /** The instant of the change. */
  readonly at: Instant;
}

/** Whether the builds of the calendar matter to a change: it sets a floor, or an end of life. */
export function asksForBuilds({ before, after }: LimitedRelease): boolean {
  return isNewFloor(before, after) || isNewExpiry(before, after);
}

/**
 * R28 to R31: whether what a release limits may be so from now on. A floor, an end of life and blocks that were set before
 * are not judged again, so that nothing ever stands in the way of a pause, a withdrawal or one more block. Refuses `support_after_expiry`,
 * `expiry_needs_reason`, `os_range_empty`, `block_ended`, `floor_without_build` and `expiry_strands`.
 */
export function checkLimits(
  limited: LimitedRelease,
  { builds, at }: LimitGround,
): Result<Release, Refusal<LimitRefusal>> {
  const { before, after } = limited;
  const wrong =
    supportFault(after) ??
    reasonFault(limited, at) ??
    blocksFault(limited, at) ??
    (isNewFloor(before, after) ? floorFault(after, builds) : null) ??
    (isNewExpiry(before, after) ? strandingFault(after, builds) : null);
  return wrong ? err(wrong) : ok(after);
}

type Fault = Refusal<LimitRefusal> | null;

/** R29. */
function supportFault({ supportEndsAt, expiresAt }: Release): Fault {
  if (supportEndsAt === null || expiresAt === null || supportEndsAt <= expiresAt) return null;
  return refuse(
    "support_after_expiry",
    "supportEndsAt: use the same moment as expiresAt, an earlier one, or null",
  );
}

/** What an end of life says of a release. */
type Expiry = Pick<Release, "expiresAt" | "expiryReason">;

/**
 * R30: whether an end of life needs a reason, at an instant: it is set to less than 30 days away, or had a reason before.
 * `before` is what the release had, or null if it is new.
 */
export function needsExpiryReason(
  before: Expiry | null,
  after: Pick<Expiry, "expiresAt">,
  at: Instant,
): boolean {
  const { expiresAt } = after;
  if (expiresAt === null || expiresAt >= addDays(at, DAYS_WITHOUT_REASON)) return false;
  return isNewExpiry(before, after) || (before !== null && before.expiryReason !== null);
}

/** R30: a reason that was given for another date does not count; `changeRelease` has dropped it. */
function reasonFault({ before, after }: LimitedRelease, at: Instant): Fault {
  const { expiresAt, expiryReason } = after;
  if (expiresAt === null || expiryReason !== null || !needsExpiryReason(before, after, at)) return null;
  const message = `expiresAt: ${formatInstant(expiresAt)} is less than ${DAYS_WITHOUT_REASON} days away; say why in expiryReason, or use a later date`;
  return refuse("expiry_needs_reason", message);
}

/** R31: only blocks that are added are checked; those that have ended since may stay. */
function blocksFault({ before, after }: LimitedRelease, at: Instant): Fault {
  const known = new Set(before?.blocks.map(keyOf));
  for (const [index, block] of after.blocks.entries()) {
    const wrong = known.has(keyOf(block)) ? null : blockFault(block, `blocks.${index}`, at);
    if (wrong) return wrong;
  }
  return null;
}

function blockFault({ osVersion, until }: Block, where: string, at: Instant): Fault {
  if (osVersion?.from && osVersion.below && isEmptyRange(osVersion.from, osVersion.below)) {
    const message = `${where}.osVersion: no version of the system is in it; use a version for below that is newer than from`;
    return refuse("os_range_empty", message);
  }
  if (until === null || until > at) return null;
  return refuse(
    "block_ended",
    `${where}.until: ${formatInstant(until)} has passed; use a moment to come, or null`,
  );
}

/** R28: installations of a platform could not cross a floor that has no build for it. */
function floorFault(floor: Release, builds: readonly BuildOfRelease[]): Fault {
  const own = platformsOf(builds, ({ id }) => id === floor.id);
  const newer = platformsOf(builds, (release) => isPublishedAfter(floor, release));
  const missing = newer.filter((platform) => !own.includes(platform));
  if (missing.length === 0) return null;
  const [names, version] = [missing.join(", "), formatVersion(floor.version)];
  const message = `floor: newer published releases have builds for ${names}, and ${version} has none, so nobody could pass it there; add builds of ${version} for ${names} first`;
  return refuse("floor_without_build", message);
}

/** R30: what has expired itself by then is no way out. */
function strandingFault(expiring: Release, builds: readonly BuildOfRelease[]): Fault {
  const { expiresAt } = expiring;
  const own = platformsOf(builds, ({ id }) => id === expiring.id);
  const newer = platformsOf(
    builds,
    (release) => isPublishedAfter(expiring, release) && (release.expiresAt ?? Infinity) > (expiresAt ?? 0),
  );
  const stranded = own.filter((platform) => !newer.includes(platform));
  if (stranded.length === 0) return null;
  const [names, version] = [stranded.join(", "), formatVersion(expiring.version)];
  const message = `expiresAt: installations that run ${version} would have nothing newer to go to on ${names}; publish a newer release with builds for ${names} first`;
  return refuse("expiry_strands", message);
}

function platformsOf(
  builds: readonly BuildOfRelease[],
  isAsked: (release: Release) => boolean,
): readonly Platform[] {
  const found = builds.filter(({ release }) => isAsked(release)).map(({ build }) => build.platform);
  return [...new Set(found)].sort();
}

function isPublishedAfter({ version }: Release, other: Release): boolean {
  return other.state === "published" && compareVersions(other.version, version) > 0;
}

function isNewFloor(before: Release | null, { floor }: Release): boolean {
  return floor !== null && (before?.floor ?? null) === null;
}

function isNewExpiry(before: Expiry | null, { expiresAt }: Pick<Expiry, "expiresAt">): boolean {
  return expiresAt !== null && expiresAt !== (before?.expiresAt ?? null);
}

function keyOf(block: Block): string {
  const { platform, arch, osVersion, reason, until } = block;
  return JSON.stringify([platform, arch, osVersion?.from?.parts, osVersion?.below?.parts, reason, until]);
}
