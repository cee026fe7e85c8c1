import { createHmac } from "node:crypto";

/** The bytes of a tag: 128 bits cannot be guessed, and addresses stay short. */
const TAG_BYTES = 16;

/** An enrolment key with its secret. */
export interface SecretKey {
  readonly organizationId: string;
  readonly number: number;
  readonly secret: string;
}

/**
 * The tag of an enrolment key, which stands in the addresses of the organization's apps: HMAC-SHA-256 over the organization's
 * id and the key's number, cut to 128 bits, as 22 characters of base64url.
 */
export function tagOf({ organizationId, number, secret }: SecretKey): string {
  const mac = createHmac("sha256", secret).update(`${organizationId} ${number}`).digest();
  return mac.subarray(0, TAG_BYTES).toString("base64url");
}
