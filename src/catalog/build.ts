import type { Instant } from "../instant.ts";
import {
  type Architecture,
  PACKAGE_FORMATS,
  type PackageFormat,
  type Platform,
  type Target,
} from "./platform.ts";

/** 4 GiB: the most bytes of one build that is kept here. */
export const MAX_BUILD_BYTES = 4 * 1024 ** 3;

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
  /** The address of a build hosted elsewhere, or null if its file is here under its digest. */
  readonly url: string | null;
  readonly addedAt: Instant;
}

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
