import { type Refusal, refuse } from "../../result.ts";
import { DISK_FULL } from "../../store/files/disk-build-files.ts";
import { notFound } from "../../tenancy/refusals.ts";

/** The refusals of tus as refusals of this API, by the status of tus. */
const REFUSALS: Readonly<Record<number, Refusal>> = {
  404: notFound("upload").error,
  409: refuse(
    "offset_wrong",
    "Upload-Offset is not the number of bytes received so far; ask for it with HEAD and continue from there.",
  ),
  410: refuse("upload_expired", "The upload was not completed in time; begin again."),
  413: refuse("build_too_large", "More bytes arrived than Upload-Length says; send exactly that many."),
  507: DISK_FULL,
};

/** A refused answer of tus as a refusal. Throws if it is a failure of this server. */
export async function refusalOf(answered: Response): Promise<Refusal> {
  const known = REFUSALS[answered.status];
  if (known) return known;
  const why = (await answered.text()).trim();
  if (answered.status >= 500) throw new Error(`a resumable upload failed: ${why}`);
  if (why.startsWith("Request aborted")) {
    return refuse(
      "upload_aborted",
      "The call broke off, or a later one replaced it; ask for the offset with HEAD and continue.",
    );
  }
  return refuse("upload_malformed", `The call does not follow tus 1.0: ${why}.`);
}
