import { type Refusal, refuse } from "../../result.ts";
import { DISK_FULL } from "../../store/files/disk-build-files.ts";
import { notFound } from "../../tenancy/refusals.ts";

/** What tus refuses, by the status that it gives it, as every call here is refused. */
const REFUSALS: Readonly<Record<number, Refusal>> = {
  404: notFound("upload").error,
  409: refuse(
    "offset_wrong",
    "Upload-Offset is not where the upload stands; ask with HEAD and go on from there.",
  ),
  410: refuse("upload_expired", "The upload was not completed in time; begin again."),
  413: refuse("build_too_large", "More bytes came than Upload-Length says; send as many as it says."),
  507: DISK_FULL,
};

/** A refused answer of tus as a refusal. Throws what is no refusal but a failure of this server. */
export async function refusalOf(answered: Response): Promise<Refusal> {
  const known = REFUSALS[answered.status];
  if (known) return known;
  const why = (await answered.text()).trim();
  if (answered.status >= 500) throw new Error(`a resumable upload failed: ${why}`);
  if (why.startsWith("Request aborted")) {
    return refuse(
      "upload_aborted",
      "The call broke off, or a later one took its place; ask with HEAD and go on.",
    );
  }
  return refuse("upload_malformed", `The call is not as tus 1.0 has it: ${why}.`);
}
