import canonicalize from "canonicalize";
import type { Build } from "./build.ts";
import type { Architecture, PackageFormat, Platform } from "./platform.ts";
import { formatVersion, type Version } from "./version.ts";

/** R22: what is signed of a build: which file it is, byte for byte, and what it is a build of. */
export interface Manifest {
  readonly buildId: string;
  readonly releaseId: string;
  /** As the vendor wrote it. */
  readonly version: string;
  readonly platform: Platform;
  readonly arch: Architecture;
  readonly format: PackageFormat;
  readonly fileName: string;
  /** In bytes. */
  readonly size: number;
  /** Lower-case hex; null for a build hosted elsewhere whose bytes never passed through here. */
  readonly sha256: string | null;
  /** Base64. */
  readonly sha512: string;
}

export function toManifest(build: Build, version: Version): Manifest {
  const { id: buildId, releaseId, platform, arch, format, fileName, size, sha256, sha512 } = build;
  return {
    buildId,
    releaseId,
    version: formatVersion(version),
    platform,
    arch,
    format,
    fileName,
    size,
    sha256,
    sha512,
  };
}

/** The manifest as canonical JSON (RFC 8785): the same build gives the same bytes on every server. */
export function formatManifest(manifest: Manifest): string {
  return String(canonicalize(manifest));
}
