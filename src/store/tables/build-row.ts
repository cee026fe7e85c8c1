import type { Insertable, Selectable } from "kysely";
import type { Build, MoreProofs } from "../../catalog/build.ts";
import type { Architecture, PackageFormat, Platform } from "../../catalog/platform.ts";
import { formatInstant } from "../../instant.ts";
import { bigint, jsonb, nullable, type RowOf, text, timestamp, toJsonText } from "./columns.ts";

/** A build of a release, and where its bytes are: here, by their SHA-256, or at an address of the vendor. */
export const BUILD_COLUMNS = {
  id: text(),
  release_id: text(),
  platform: text<Platform>(),
  arch: text<Architecture>(),
  format: text<PackageFormat>(),
  file_name: text(),
  size: bigint(),
  sha256: nullable(text()),
  sha512: text(),
  proofs: jsonb<MoreProofs>(),
  url: nullable(text()),
  added_at: timestamp(),
};
type BuildRow = RowOf<typeof BUILD_COLUMNS>;

export function toBuild(row: Selectable<BuildRow>): Build {
  const { id, platform, arch, format, size, sha256, sha512, proofs, url } = row;
  return {
    id,
    releaseId: row.release_id,
    platform,
    arch,
    format,
    fileName: row.file_name,
    size,
    sha256,
    sha512,
    proofs,
    url,
    addedAt: row.added_at,
  };
}

export function fromBuild(build: Build): Insertable<BuildRow> {
  const { id, platform, arch, format, size, sha256, sha512, proofs, url } = build;
  return {
    id,
    release_id: build.releaseId,
    platform,
    arch,
    format,
    file_name: build.fileName,
    size,
    sha256,
    sha512,
    proofs: toJsonText(proofs),
    url,
    added_at: formatInstant(build.addedAt),
  };
}
