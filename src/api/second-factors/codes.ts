import { RECOVERY_CODES } from "../../tenancy/second-factor.ts";
import { hashSecret } from "../authenticate.ts";
import { makeReadableSecret } from "../sessions/readable-secret.ts";

/** New recovery codes of 80 random bits each, as their owner writes them down, and the SHA-256 that is stored. */
export interface NewRecoveryCodes {
  readonly codes: readonly string[];
  readonly hashes: readonly string[];
}

export function makeRecoveryCodes(): NewRecoveryCodes {
  const codes = Array.from({ length: RECOVERY_CODES }, () => makeReadableSecret(4, 4));
  return { codes, hashes: codes.map(hashRecoveryCode) };
}

/** The SHA-256 of a recovery code, however it is spaced. Codes are random, so no salt is needed. */
export function hashRecoveryCode(code: string): string {
  return hashSecret(plainCode(code));
}

/** A code as it is compared: without spaces and dashes, in lower case. */
export function plainCode(code: string): string {
  return code.replace(/[\s-]/g, "").toLowerCase();
}

/** Whether this is written like a code of an authenticator app; anything else may be a recovery code. */
export function isTotpCode(code: string): boolean {
  return /^\d{6}$/.test(plainCode(code));
}
