import type { S3Location } from "../files/s3-location.ts";
import { diskSegmentFiles } from "./disk-segment-files.ts";
import { LedgerArchive } from "./ledger-archive.ts";

/** The archive of a ledger, where the files of builds are: in the bucket, or in the data directory. */
export function openArchive(dataDirectory: string, s3: S3Location | null): LedgerArchive {
  return new LedgerArchive(async () => {
    if (s3 === null) return diskSegmentFiles(dataDirectory);
    // The S3 client only if it is used.
    const { s3SegmentFiles } = await import("./s3-segment-files.ts");
    return s3SegmentFiles(s3);
  });
}
