import type { Instant } from "../instant.ts";
import { compareOsVersions, type OsVersion } from "./os-version.ts";
import type { Architecture, Platform, Target } from "./platform.ts";

/** R31: computers to which a release is not offered. What is null does not limit the block. */
export interface Block {
  readonly platform: Platform | null;
  readonly arch: Architecture | null;
  readonly osVersion: OsRange | null;
  /** Why; written by a person, never empty. */
  readonly reason: string;
  /** The instant from which on it counts no more, or null if it has no end. */
  readonly until: Instant | null;
}

/** Versions of operating systems: from `from`, included, to `below`, excluded; null for no end on that side. */
export interface OsRange {
  readonly from: OsVersion | null;
  readonly below: OsVersion | null;
}

/** The most blocks of one release. */
export const MAX_BLOCKS = 50;

/** R31: whether a block is about a computer. One with a range is also about a computer that does not say its system. */
export function isBlocked(
  { platform, arch, osVersion }: Block,
  target: Pick<Target, "platform" | "arch">,
  os: OsVersion | null,
): boolean {
  if (platform !== null && platform !== target.platform) return false;
  if (arch !== null && arch !== target.arch) return false;
  return osVersion === null || os === null || isWithin(os, osVersion);
}

/** Whether a block still counts at an instant. */
export function isInForce({ until }: Block, at: Instant): boolean {
  return until === null || at < until;
}

/** R31: whether one of a release's blocks is about a computer at an instant. */
export function isStoppedFor(
  blocks: readonly Block[],
  { target, os }: { readonly target: Pick<Target, "platform" | "arch">; readonly os: OsVersion | null },
  at: Instant,
): boolean {
  return blocks.some((block) => isInForce(block, at) && isBlocked(block, target, os));
}

/** Whether a block is about every computer. */
export function isForAll({ platform, arch, osVersion }: Block): boolean {
  return platform === null && arch === null && osVersion === null;
}

/** Whether a block is about every computer of a platform and architecture. */
export function isForAllLike(block: Block, target: Pick<Target, "platform" | "arch">): boolean {
  return block.osVersion === null && isBlocked(block, target, null);
}

function isWithin(os: OsVersion, { from, below }: OsRange): boolean {
  if (from !== null && compareOsVersions(os, from) < 0) return false;
  return below === null || compareOsVersions(os, below) < 0;
}
