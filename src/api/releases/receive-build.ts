import type { Readable } from "node:stream";
import type { z } from "zod";
import { MAX_BUILD_BYTES, NO_EXTRAS } from "../../catalog/build.ts";
import { checkBuild } from "../../catalog/build-fit.ts";
import { parseFormat } from "../../catalog/platform.ts";
import type { Release } from "../../catalog/release.ts";
import type { BuildUploadQuery } from "../../contract/release.ts";
import { err, ok } from "../../result.ts";
import type { BuildFiles } from "../../store/files/build-files.ts";
import type { Context } from "../context.ts";
import { claimsOf, inspectionOf, wrongSignature } from "../signatures/file-inspection.ts";

/** The context for receiving and sending the files of builds. */
export interface BuildFilesContext extends Context {
  /** Where the files are kept. */
  readonly buildFiles: BuildFiles;
}

type Described = z.output<typeof BuildUploadQuery>;

/** A build as its sender describes it, before its bytes are known. Refuses a format that contradicts the file's name. */
export function describeBuild(described: Described) {
  const { platform, arch, fileName, appVersion = null, updaters = {} } = described;
  const { minimumOsVersion = null, maximumOsVersion = null } = described;
  const format = parseFormat(platform, described.format, fileName);
  if (!format.ok) return format;
  return ok({
    ...NO_EXTRAS,
    appVersion,
    minimumOsVersion,
    maximumOsVersion,
    updaters,
    platform,
    arch,
    format: format.value,
    fileName,
    url: null,
  });
}

/**
 * Receives the bytes of a build of a release, and describes it by what the sender says and by what the bytes are. If what it
 * is said to carry does not fit, or is not signed by the keys of the vendor's apps, nothing is kept.
 */
export async function receiveBuild(
  { buildFiles, fleet }: BuildFilesContext,
  release: Release,
  described: Described,
  bytes: Readable,
) {
  const { fileName, sha256, sha512, updaters = {} } = described;
  const said = describeBuild(described);
  if (!said.ok) return said;
  const claims = claimsOf(fleet.product, updaters);
  if (claims.wrong) return err(claims.wrong);
  const received = await buildFiles.receive(bytes, {
    maxBytes: MAX_BUILD_BYTES,
    inspection: inspectionOf(claims.checks, (size) => {
      const fit = checkBuild({ ...said.value, size }, release);
      return fit.ok ? wrongSignature(claims.checks, fileName) : fit.error;
    }),
    ...(sha256 !== undefined && { expectedSha256: sha256 }),
    ...(sha512 !== undefined && { expectedSha512: sha512 }),
  });
  return received.ok ? ok({ ...said.value, ...received.value }) : received;
}
