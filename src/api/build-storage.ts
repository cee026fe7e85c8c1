import type { Refusal, Result } from "../result.ts";
import type { BuildFiles, NotUsableRefusal } from "../store/files/build-files.ts";
import { openBuildFiles } from "../store/files/open-build-files.ts";
import type { Store } from "../store/store.ts";
import type { Config } from "./config.ts";
import { prepareDataDirectory } from "./data-directory.ts";
import { UploadDirectory, type UploadsContext } from "./uploads/upload-directory.ts";

/** An upload that nobody has written to for a day has no sender any more. */
const GIVEN_UP_MS = 86_400_000;
/** How often to clear away what nobody completes. */
const SWEEP_EVERY_MS = 3_600_000;

/** Where builds lie, and where resumable uploads arrive. */
interface KeptFiles {
  readonly buildFiles: BuildFiles;
  readonly uploads: UploadDirectory;
}

/**
 * Makes the places ready in which uploads arrive and builds lie, and clears away what nobody completed. Refuses
 * `data_directory_not_writable` and `builds_unreachable`.
 */
export async function prepareFiles(
  { kind }: Store,
  { dataDirectory, s3 }: Config,
  uploadMs: number,
): Promise<Result<KeptFiles, Refusal<NotUsableRefusal>>> {
  const opened = await openBuildFiles(dataDirectory, s3);
  if (!opened.ok) return opened;
  const buildFiles = opened.value;
  // Servers over one PostgreSQL may share this directory, so another's upload may be under way; so for a bucket.
  const isAlone = kind === "embedded" && buildFiles.kind === "disk";
  return prepareDataDirectory(dataDirectory, async () => {
    const uploads = await UploadDirectory.open(dataDirectory, uploadMs);
    await uploads.sweep();
    await buildFiles.sweepUnfinished(isAlone ? 0 : GIVEN_UP_MS);
    return { buildFiles, uploads };
  });
}

/** Clears away what nobody completes, also in a server that is never started anew; gives the function that ends it. */
export function keepSweeping({ uploads, buildFiles, log }: UploadsContext): () => void {
  const sweep = () => {
    Promise.all([uploads.sweep(), buildFiles.sweepUnfinished(GIVEN_UP_MS)]).catch((error) =>
      log.warn({ err: error }, "unfinished uploads cannot be cleared away; trying on"),
    );
  };
  const timer = setInterval(sweep, SWEEP_EVERY_MS).unref();
  return () => clearInterval(timer);
}
