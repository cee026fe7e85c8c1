import type { Build } from "../catalog/build.ts";
import type { OsVersion } from "../catalog/os-version.ts";

/** R32: a version of the operating system in three numbers or more, as macOS says its own. */
export function inThreeOrMore({ parts }: OsVersion): string {
  return [...parts, 0, 0].slice(0, Math.max(3, parts.length)).join(".");
}

/** R32: the first three numbers of a version of the operating system. */
export function cutToThree({ parts }: OsVersion): string {
  return [...parts, 0, 0].slice(0, 3).join(".");
}

/**
 * R32: the oldest `os.release()` of the systems that a build is for, as semver; null if it names none or nothing is known to
 * compare. On Windows these are the first three numbers of the product, on macOS those of the kernel. On Linux
 * `os.release()` is the kernel's own version, which says nothing about the distribution.
 */
export function oldestKernel({ platform, minimumOsVersion }: Build): string | null {
  if (minimumOsVersion === null) return null;
  switch (platform) {
    case "win":
      return cutToThree(minimumOsVersion);
    case "mac":
      return oldestDarwin(minimumOsVersion);
    case "linux":
      return null;
  }
}

/** Which kernels a part of macOS's major versions has. */
interface DarwinRow {
  /** The first and the last major version of macOS. */
  readonly from: number;
  readonly to: number;
  /** What to add to the major version for that of the kernel. */
  readonly major: number;
  /** What to add to a minor version above zero for that of the kernel. */
  readonly minor: number;
}

/**
 * The kernels of macOS 11 and later: 12.4 has 21.5, 14.4 has 23.4, 26.1 has 25.1. Numbers that Apple left out are in no
 * row.
 */
const DARWIN: readonly DarwinRow[] = [
  { from: 11, to: 13, major: 9, minor: 1 },
  { from: 14, to: 15, major: 9, minor: 0 },
  { from: 26, to: Number.POSITIVE_INFINITY, major: -1, minor: 0 },
];

/** The last minor number of a kernel: later updates of the same macOS keep it, such as 12.7 with 21.6. */
const LAST_MINOR = 6;

/**
 * The oldest kernel that the macOS of a version can have: where several versions share one, that one, so that no system that
 * is new enough is left out.
 */
function oldestDarwin({ parts: [major = 0, minor = 0] }: OsVersion): string | null {
  // 10.16 is what macOS 11 calls itself to old programs.
  if (major === 10) return `${Math.min(minor, 16) + 4}.0.0`;
  const row = DARWIN.find(({ from, to }) => major >= from && major <= to);
  if (!row) return null;
  const own = minor === 0 ? 0 : Math.min(minor + row.minor, LAST_MINOR);
  return `${major + row.major}.${own}.0`;
}
