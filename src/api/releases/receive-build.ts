import type { Readable } from "node:stream";
import type { z } from "zod";
import { MAX_BUILD_BYTES, NO_EXTRAS } from "../../catalog/build.ts";
import { parseFormat } from "../../catalog/platform.ts";
import type { BuildUploadQuery } from "../../contract/release.ts";
import { ok } from "../../result.ts";
import type { BuildFiles } from "../../store/files/build-files.ts";
import type { Context } from "../context.ts";

/** The context for receiving and sending the files of builds. */
export interface BuildFilesContext extends Context {
  /** Where the files are kept. */
  readonly buildFiles: BuildFiles;
}

/** Receives the bytes of a build, and describes it by what the sender says and by what the bytes are. */
export async function receiveBuild(
  { buildFiles }: BuildFilesContext,
  described: z.output<typeof BuildUploadQuery>,
  bytes: Readable,
) {
  const { platform, arch, fileName, sha256, sha512, appVersion = null, updaters = {} } = described;
  const format = parseFormat(platform, described.format, fileName);
  if (!format.ok) return format;
  const received = await buildFiles.receive(bytes, {
    maxBytes: MAX_BUILD_BYTES,
    ...(sha256 !== undefined && { expectedSha256: sha256 }),
    ...(sha512 !== undefined && { expectedSha512: sha512 }),
  });
  if (!received.ok) return received;
  return ok({
    ...NO_EXTRAS,
    appVersion,
    updaters,
    platform,
    arch,
    format: format.value,
    fileName,
    url: null,
    ...received.value,
  });
}
