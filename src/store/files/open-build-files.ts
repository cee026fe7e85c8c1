import { ok, type Refusal, type Result } from "../../result.ts";
import type { BuildFiles, NotUsableRefusal } from "./build-files.ts";
import { diskBuildFiles } from "./disk-build-files.ts";
import type { S3Location } from "./s3-location.ts";

/**
 * Opens the storage of builds: the data directory, or a bucket. Refuses `builds_unreachable` if the bucket does not answer.
 * The S3 client is loaded only if it is used.
 */
export async function openBuildFiles(
  dataDirectory: string,
  s3: S3Location | null,
): Promise<Result<BuildFiles, Refusal<NotUsableRefusal>>> {
  if (s3 === null) return ok(diskBuildFiles(dataDirectory));
  const { s3BuildFiles } = await import("./s3-build-files.ts");
  const files = s3BuildFiles(s3);
  const checked = await files.check();
  return checked.ok ? ok(files) : checked;
}
