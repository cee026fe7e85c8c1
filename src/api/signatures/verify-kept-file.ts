import { err, ok, type Refusal, type Result, refuse } from "../../result.ts";
import type { BuildFiles } from "../../store/files/build-files.ts";
import { type Claims, wrongSignature } from "./file-inspection.ts";

/** A file that is kept here, or whose digest is null if it is elsewhere. */
interface SignedFile {
  readonly sha256: string | null;
  readonly fileName: string;
}

/**
 * Verifies what is claimed of a file that is kept here, over its bytes, which are read once. Of a file that is elsewhere only
 * what needs no bytes is verified. Refuses `signature_invalid`.
 */
export async function verifyKeptFile(
  buildFiles: BuildFiles,
  { wrong, checks }: Claims,
  { sha256, fileName }: SignedFile,
): Promise<Result<true, Refusal>> {
  if (wrong) return err(wrong);
  if (sha256 === null || checks.length === 0) return ok(true);
  const opened = await buildFiles.open(sha256);
  if (!opened.ok) return opened;
  if (!opened.value) return err(FILE_MISSING);
  for await (const bytes of opened.value.read()) for (const check of checks) check.update(bytes);
  const refusal = wrongSignature(checks, fileName);
  return refusal ? err(refusal) : ok(true);
}

const FILE_MISSING = refuse(
  "signature_invalid",
  "The file of this build is not in the storage, so its signature cannot be verified; restore the file, or upload it again.",
);
