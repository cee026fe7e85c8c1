import { Buffer } from "node:buffer";
import { timingSafeEqual } from "node:crypto";
import { digestTag } from "../ledger/enrolment-digest.ts";
import type { Enrolment } from "../tenancy/enrolment.ts";

/** The characters of a tag. Nothing of another length is one, so that a long text costs no more than a short one. */
const TAG_CHARACTERS = 22;

/**
 * The number of the enrolment key whose tag was said, or null: nothing was said, it was said twice, or it is the tag of none
 * of the keys that count. What is compared are digests, in constant time.
 */
export function findProvenKey({ keys }: Enrolment, said: unknown): number | null {
  if (typeof said !== "string" || said.length !== TAG_CHARACTERS || keys.length === 0) return null;
  const digest = Buffer.from(digestTag(said));
  const found = keys.filter(({ tagDigest }) => timingSafeEqual(Buffer.from(tagDigest), digest));
  return found[0]?.number ?? null;
}

/** The number of a key as somebody else has found it, or null if that key does not count, or not any more. */
export function knownKey(enrolment: Enrolment | null, found: number | null): number | null {
  return enrolment?.keys.some(({ number }) => number === found) ? found : null;
}

/** Whether a check counts that had the tag of the key with this number, or of none. */
export function isCounted({ required, keys }: Enrolment, provenKey: number | null): boolean {
  return !required || keys.some(({ number }) => number === provenKey);
}
