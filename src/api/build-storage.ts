import type { Refusal, Result } from "../result.ts";
import type { DatabaseClock } from "../store/database-clock.ts";
import type { BuildFiles, NotUsableRefusal } from "../store/files/build-files.ts";
import { openBuildFiles } from "../store/files/open-build-files.ts";
import type { Store } from "../store/store.ts";
import type { Config } from "./config.ts";
import { beginDataDirectory } from "./data-directory.ts";
import { UploadDirectory, type UploadsContext } from "./uploads/upload-directory.ts";

/** An upload is abandoned if no byte has arrived for a day. */
const GIVEN_UP_MS = 86_400_000;
/** How often abandoned uploads are removed. */
const SWEEP_EVERY_MS = 3_600_000;

/** Where the files of builds are kept, and where resumable uploads arrive. */
interface KeptFiles {
  readonly buildFiles: BuildFiles;
  readonly uploads: UploadDirectory;
}

/**
 * Prepares the directories of uploads and builds, and removes abandoned uploads, unless the clock cannot tell which those
 * are. Refuses `data_directory_not_writable` and `builds_unreachable`.
 */
export async function prepareFiles(
  { store: { kind }, clock }: { readonly store: Store; readonly clock: DatabaseClock },
  { dataDirectory, s3 }: Config,
  uploadMs: number,
): Promise<Result<KeptFiles, Refusal<NotUsableRefusal>>> {
  const opened = await openBuildFiles(dataDirectory, s3);
  if (!opened.ok) return opened;
  const buildFiles = opened.value;
  // Servers over one PostgreSQL may share this directory or bucket, so another server's upload may be in progress.
  const isAlone = kind === "embedded" && buildFiles.kind === "disk";
  return beginDataDirectory(dataDirectory, async () => {
    const uploads = await UploadDirectory.open(dataDirectory, uploadMs);
    if (clock.fault === null) {
      await uploads.sweep();
      await buildFiles.sweepUnfinished(isAlone ? 0 : GIVEN_UP_MS);
    }
    return { buildFiles, uploads };
  });
}

/**
 * Removes abandoned uploads at intervals, for servers that run for long, as long as the clock can tell which those are; gives
 * the function that ends it.
 */
export function keepSweeping({ uploads, buildFiles, clock, log }: UploadsContext): () => void {
  const sweep = () => {
    if (clock.fault !== null) return;
    Promise.all([uploads.sweep(), buildFiles.sweepUnfinished(GIVEN_UP_MS)]).catch((error) =>
      log.warn({ err: error }, "unfinished uploads cannot be cleared away; trying on"),
    );
  };
  const timer = setInterval(sweep, SWEEP_EVERY_MS).unref();
  return () => clearInterval(timer);
}
