import type { Build } from "./build.ts";
import type { Calendar } from "./calendar.ts";
import { debianPackageOf } from "./debian-package.ts";
import { compareDebianVersions } from "./debian-version.ts";
import { compareNumbers } from "./number-order.ts";
import type { Release } from "./release.ts";
import type { Updater } from "./updaters.ts";
import { compareVersions } from "./version.ts";

/** Below zero if an updater takes the first build for older, or null if it takes them for different apps. */
type Order = (a: Build, b: Build) => number | null;

/** How updaters order builds that have a version of their own, which need not be that of their release. */
const ORDERS: Readonly<Partial<Record<Updater, Order>>> = {
  apt: byPackage,
  appinstaller: byIdentity,
  msix: byIdentity,
};

/**
 * R5: whether an updater takes a build for the same as one of a newer release, or for newer. To name it to an installation
 * that has the newer release would then take that back to the older one.
 */
export function isOutOfOrder(updater: Updater, build: Build, release: Release, calendar: Calendar): boolean {
  const compare = ORDERS[updater];
  if (!compare) return false;
  const newer = calendar.filter((entry) => compareVersions(entry.release.version, release.version) > 0);
  return newer.some(({ builds }) =>
    builds.some((other) => isOfSameTarget(other, build) && (compare(other, build) ?? 1) <= 0),
  );
}

function isOfSameTarget(a: Build, b: Build): boolean {
  return a.platform === b.platform && a.arch === b.arch;
}

function byPackage(a: Build, b: Build): number | null {
  const [one, other] = [debianPackageOf(a), debianPackageOf(b)];
  if (one === null || other === null || one.name !== other.name) return null;
  return compareDebianVersions(one.version, other.version);
}

function byIdentity({ updaters: a }: Build, { updaters: b }: Build): number | null {
  if (a.msix === undefined || b.msix === undefined || a.msix.name !== b.msix.name) return null;
  return compareNumbers(a.msix.version, b.msix.version);
}
