import type { Instant } from "../instant.ts";
import { compareOsVersions, type OsVersion } from "./os-version.ts";
import {
  type Architecture,
  PACKAGE_FORMATS,
  type PackageFormat,
  type Platform,
  type Target,
} from "./platform.ts";
import type { Companion, Updaters } from "./updaters.ts";

/** 4 GiB: the most bytes of one build that is kept here. */
export const MAX_BUILD_BYTES = 4 * 1024 ** 3;

/**
 * Every digest by which an updater can verify the file of a build. To add one is one line here, and one in what the protocol
 * needs (`updater-needs.ts`); the database and the ledger take it as it comes.
 */
const PROOFS = ["sha256", "sha512", "sha1"] as const;
export type Proof = (typeof PROOFS)[number];

/** The two digests that a build is known by; they have a place of their own everywhere. */
type IdentityProof = "sha256" | "sha512";
/** What a build can be verified by beside its identity: a text for each, in the form in which updaters read it. */
export type MoreProofs = Readonly<Partial<Record<Exclude<Proof, IdentityProof>, string>>>;

/** One file of a release for one platform. Its identity is its digest: a version can be built again. */
export interface Build {
  readonly id: string;
  readonly releaseId: string;
  readonly platform: Platform;
  readonly arch: Architecture;
  readonly format: PackageFormat;
  readonly fileName: string;
  /** In bytes. */
  readonly size: number;
  /** Lower-case hex; null for a build hosted elsewhere whose bytes never passed through here. */
  readonly sha256: string | null;
  /** Base64, as desktop updaters check it. */
  readonly sha512: string;
  /** `sha1` is lower-case hex. Builds from before it was kept, and those hosted elsewhere, have none. */
  readonly proofs: MoreProofs;
  /** The version that the app of this build calls itself, or null if it is the version of the release. */
  readonly appVersion: string | null;
  readonly updaters: Updaters;
  /** R32: the oldest and the newest version of the operating system that it is for, or null for no end on that side. */
  readonly minimumOsVersion: OsVersion | null;
  readonly maximumOsVersion: OsVersion | null;
  /** The files that belong to it, the newest of a kind and of a version to begin with first. */
  readonly companions: readonly Companion[];
  /** The address of a build hosted elsewhere, or null if its file is here under its digest. */
  readonly url: string | null;
  readonly addedAt: Instant;
}

/** What of a build must agree with what it carries; the build need not be added yet. */
export type CheckedBuild = Omit<Build, "id" | "releaseId" | "addedAt" | "sha256" | "sha512" | "proofs">;

/** What a build has beside its identity, where nothing of the kind was said. */
export const NO_EXTRAS = {
  proofs: {},
  appVersion: null,
  updaters: {},
  minimumOsVersion: null,
  maximumOsVersion: null,
  companions: [],
} as const satisfies Partial<Build>;

/** The builds an installation can use, the preferred format first, the newest of a format first. */
export function buildsFor(target: Target, builds: readonly Build[]): readonly Build[] {
  const formats: readonly PackageFormat[] = target.formats ?? PACKAGE_FORMATS[target.platform];
  return builds
    .filter(
      (build) =>
        build.platform === target.platform && build.arch === target.arch && formats.includes(build.format),
    )
    .sort((a, b) => formats.indexOf(a.format) - formats.indexOf(b.format) || b.addedAt - a.addedAt);
}

/** R32: whether a build is for a version of the operating system; it is for a computer that does not say it. */
export function fitsSystem(
  { minimumOsVersion: least, maximumOsVersion: most }: Pick<Build, "minimumOsVersion" | "maximumOsVersion">,
  os: OsVersion | null,
): boolean {
  if (os === null) return true;
  if (least !== null && compareOsVersions(os, least) < 0) return false;
  return most === null || compareOsVersions(os, most) <= 0;
}

/** R32: the builds that are for a version of the operating system; the same list if all are. */
export function buildsForSystem(builds: readonly Build[], os: OsVersion | null): readonly Build[] {
  if (os === null || builds.every((build) => fitsSystem(build, os))) return builds;
  return builds.filter((build) => fitsSystem(build, os));
}

/** Where the bytes of a build are: its own address, or the immutable path under its digest on this server. */
export function buildPath({ url, sha256, fileName }: Pick<Build, "url" | "sha256" | "fileName">): string {
  return url ?? `/builds/${sha256}/${encodeURIComponent(fileName)}`;
}

/** What proves the file in this way, or null if the build lacks it. */
function proofOf(build: Build, proof: Proof): string | null {
  return proof === "sha256" || proof === "sha512" ? build[proof] : (build.proofs[proof] ?? null);
}

/** Whether a build has all of these proofs. */
export function hasProofs(build: Build, proofs: readonly Proof[]): boolean {
  return proofs.every((proof) => proofOf(build, proof) !== null);
}
