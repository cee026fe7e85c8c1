import { Secret, TOTP } from "otpauth";
import type { Instant } from "../../instant.ts";

/** The seconds that a code holds, and how many such steps a clock may be apart from the server's. */
const STEP_SECONDS = 30;
const STEPS_APART = 1;
/** The bytes of a secret, as RFC 4226 advises for SHA-1. */
const SECRET_BYTES = 20;

/** A new random secret for an authenticator app, in base32. */
export function makeTotpSecret(): string {
  return new Secret({ size: SECRET_BYTES }).base32;
}

/** The address that authenticator apps read from a QR code. */
export function totpUri(secret: string, { issuer, label }: { issuer: string; label: string }): string {
  return totpOf(secret, issuer, label).toString();
}

/**
 * The step of 30 seconds since 1970 of which this is the code, at most one before or after the present one, or null if it
 * is the code of none of them (RFC 6238).
 */
export function findTotpStep(secret: string, code: string, now: Instant): number | null {
  const apart = totpOf(secret).validate({ token: code, timestamp: now, window: STEPS_APART });
  return apart === null ? null : Math.floor(now / 1000 / STEP_SECONDS) + apart;
}

/** SHA-1, six digits and 30 seconds: what every authenticator app can do. */
function totpOf(secret: string, issuer = "", label = ""): TOTP {
  const key = Secret.fromBase32(secret);
  return new TOTP({ issuer, label, secret: key, algorithm: "SHA1", digits: 6, period: STEP_SECONDS });
}
