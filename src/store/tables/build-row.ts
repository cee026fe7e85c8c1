import type { Insertable, Selectable } from "kysely";
import type { Build, MoreProofs } from "../../catalog/build.ts";
import type { Architecture, PackageFormat, Platform } from "../../catalog/platform.ts";
import type { Companion, Updaters } from "../../catalog/updaters.ts";
import { formatInstant } from "../../instant.ts";
import { OS_VERSION, nullable as orNull } from "../../ledger/codec.ts";
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
  app_version: nullable(text()),
  updaters: jsonb<Updaters>(),
  minimum_os_version: nullable(text()),
  maximum_os_version: nullable(text()),
  companions: jsonb<readonly Companion[]>(),
  url: nullable(text()),
  added_at: timestamp(),
};
type BuildRow = RowOf<typeof BUILD_COLUMNS>;

const SYSTEM = orNull(OS_VERSION);

export function toBuild(row: Selectable<BuildRow>): Build {
  const { id, platform, arch, format, size, sha256, sha512, proofs, updaters, companions, url } = row;
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
    appVersion: row.app_version,
    updaters,
    minimumOsVersion: SYSTEM.decode(row.minimum_os_version),
    maximumOsVersion: SYSTEM.decode(row.maximum_os_version),
    companions,
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
    app_version: build.appVersion,
    updaters: toJsonText(build.updaters),
    minimum_os_version: SYSTEM.encode(build.minimumOsVersion) as string | null,
    maximum_os_version: SYSTEM.encode(build.maximumOsVersion) as string | null,
    companions: toJsonText(build.companions),
    url,
    added_at: formatInstant(build.addedAt),
  };
}
