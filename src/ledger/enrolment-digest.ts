import { createHash } from "node:crypto";

/** SHA-256 of the tag of an enrolment key, in lower-case hex, as it stands in the ledger. */
export function digestTag(tag: string): string {
  return createHash("sha256").update(tag).digest("hex");
}
