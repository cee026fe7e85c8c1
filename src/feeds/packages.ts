import { asRelease } from "../catalog/app-version.ts";
import type { Build } from "../catalog/build.ts";
import type { Calendar } from "../catalog/calendar.ts";
import { packageIdOf } from "../catalog/nupkg-name.ts";
import type { Architecture, Platform } from "../catalog/platform.ts";
import { isOut, type Release } from "../catalog/release.ts";
import { isUnreadable, type KnownVersion, parseRunningVersion } from "../catalog/running-version.ts";
import { UPDATER_NEEDS } from "../catalog/updater-needs.ts";
import type { Companion } from "../catalog/updaters.ts";
import type { Instant } from "../instant.ts";
import type { Refusal } from "../result.ts";
import { type FeedRequest, NO_SUCH_FEED_FILE, type Reply, redirectToFile } from "./feed.ts";

/** How a protocol whose packages are .nupkg files names them. */
export interface PackageNaming {
  readonly updater: "squirrel-windows" | "velopack";
  /** The version of a release as its updaters see it. */
  versionOf(release: Release, build: Build): string;
  /** The plain name of a package: that of its file, if the updater can take it and reads it right, or another one. */
  nameOf(file: PackageFile): string;
}

/** The file of a package, with what its name may say. */
export interface PackageFile {
  readonly fileName: string;
  readonly packageId: string;
  readonly version: string;
  readonly kind: "full" | "delta";
  readonly build: Build;
}

/** A package beside a feed: the whole app, or the difference from an older version. */
export interface FeedPackage {
  readonly kind: "full" | "delta";
  /** The plain name under which it is announced, and asked for beside the feed. */
  readonly name: string;
  readonly packageId: string;
  /** As announced. */
  readonly version: string;
  /** In bytes. */
  readonly size: number;
  /** Lower-case hex. */
  readonly sha1: string;
  /** Lower-case hex, or null if it is not known. */
  readonly sha256: string | null;
  /** What a delta begins with, as the release that it is if it is one; null for a whole app. */
  readonly from: KnownVersion | null;
  readonly release: Release;
  /** The build, or that which a delta leads to. */
  readonly build: Build;
  readonly file: Pick<Build, "url" | "sha256" | "fileName">;
}

/** The packages of a calendar for one protocol. */
export interface FeedPackages {
  /** By the id of the build. */
  readonly fulls: ReadonlyMap<string, FeedPackage>;
  readonly deltas: readonly FeedPackage[];
  /** By name, in small letters; the newest release first. */
  readonly named: ReadonlyMap<string, readonly FeedPackage[]>;
}

/** The packages of calendars, kept because they change rarely. */
const KEPT = new WeakMap<Calendar, Map<PackageNaming, FeedPackages>>();

/** Every package that a protocol can install, whether its release is out or not. */
export function packagesOf(naming: PackageNaming, calendar: Calendar): FeedPackages {
  const kept = KEPT.get(calendar) ?? new Map<PackageNaming, FeedPackages>();
  KEPT.set(calendar, kept);
  const known = kept.get(naming);
  if (known) return known;
  const all = withOwnNames(
    calendar.flatMap(({ release, builds }) =>
      builds.flatMap((build) => packagesOfBuild(naming, { release, build, calendar })),
    ),
  );
  const made: FeedPackages = {
    fulls: new Map(all.filter(({ kind }) => kind === "full").map((one) => [one.build.id, one])),
    deltas: all.filter(({ kind }) => kind === "delta"),
    named: groupByName(all),
  };
  kept.set(naming, made);
  return made;
}

interface ReleasedBuild {
  readonly release: Release;
  readonly build: Build;
  readonly calendar: Calendar;
}

function packagesOfBuild(naming: PackageNaming, of: ReleasedBuild): readonly FeedPackage[] {
  const { release, build } = of;
  const { formats, isMetBy } = UPDATER_NEEDS[naming.updater];
  const packageId = packageIdOf(build, naming.updater);
  if (!formats[build.platform]?.includes(build.format) || !isMetBy(build) || packageId === null) return [];
  const version = naming.versionOf(release, build);
  const { fileName, size, sha256, proofs } = build;
  const shared = { packageId, version, release, build };
  const full: FeedPackage = {
    ...shared,
    kind: "full",
    size,
    sha1: proofs.sha1 ?? "",
    sha256,
    from: null,
    file: build,
    name: naming.nameOf({ ...shared, fileName, kind: "full" }),
  };
  return [full, ...build.companions.flatMap((companion) => deltaOf(companion, shared, of, naming))];
}

function deltaOf(
  companion: Companion,
  shared: Pick<FeedPackage, "packageId" | "version" | "release" | "build">,
  of: ReleasedBuild,
  naming: PackageNaming,
): readonly FeedPackage[] {
  const from = startOf(companion, of, naming);
  if (from === null) return [];
  const { fileName, size, sha1, sha256 } = companion;
  const name = naming.nameOf({ ...shared, fileName, kind: "delta" });
  return [{ ...shared, kind: "delta", name, size, sha1, sha256, from, file: { ...companion, url: null } }];
}

/** What a delta begins with, or null if the companion is none. */
function startOf(
  { kind, from }: Companion,
  { build: { platform }, calendar }: ReleasedBuild,
  { updater }: PackageNaming,
): KnownVersion | null {
  const said = kind === "delta" && from !== null ? parseRunningVersion(from) : null;
  return said === null || isUnreadable(said) ? null : asRelease(said, { platform, updater }, calendar);
}

/** The packages with the beginning of their digest in front of the name, where different ones have the same name. */
function withOwnNames(packages: readonly FeedPackage[]): readonly FeedPackage[] {
  const named = groupByName(packages);
  return packages.map((one) => {
    const alike = named.get(one.name.toLowerCase()) ?? [];
    const isOwn = alike.every(({ sha1 }) => sha1 === one.sha1);
    return isOwn ? one : { ...one, name: `${one.sha1.slice(0, 8)}-${one.name}` };
  });
}

function groupByName(packages: readonly FeedPackage[]): ReadonlyMap<string, readonly FeedPackage[]> {
  const named = new Map<string, FeedPackage[]>();
  for (const one of packages) {
    const name = one.name.toLowerCase();
    const alike = named.get(name);
    if (alike) alike.push(one);
    else named.set(name, [one]);
  }
  return named;
}

/** What a request beside a feed says of the computer; null for what it does not say. */
interface Asker {
  readonly platform: Platform | null;
  readonly arch: Architecture | null;
}

/**
 * The answer to a request for a file beside a feed: a redirect to the bytes of the package of this name, in any capitals,
 * or `not_found` if there is none of a release that is out.
 */
export function replyForPackage(
  { named }: FeedPackages,
  { file, origin }: FeedRequest,
  { platform, arch }: Asker,
  at: Instant,
): Reply | Refusal {
  const isAsked = ({ release, build }: FeedPackage) =>
    isOut(release, at) &&
    (platform === null || build.platform === platform) &&
    (arch === null || build.arch === arch);
  const found = named.get(file.toLowerCase())?.find(isAsked);
  return found ? redirectToFile(found.file, origin) : NO_SUCH_FEED_FILE;
}
