import { type Refusal, refuse } from "../result.ts";
import type { Session } from "../tenancy/session.ts";
import type { Config } from "./config.ts";
import { isSecondFactorNeeded } from "./second-factor-config.ts";

/** Which sessions a call answers in which something else must be done first. */
export interface OpenBefore {
  /** Whether it answers callers that still have to change a one-time password. */
  readonly isOpenBeforePasswordChange?: true;
  /** Whether it answers callers that still have to set up a second factor; one that is open before the password is, does. */
  readonly isOpenBeforeSecondFactor?: true;
}

/** The refusal for a session that something must be done in first, or null. */
export function refuseUnready(
  config: Config,
  session: Session | null,
  { isOpenBeforePasswordChange, isOpenBeforeSecondFactor }: OpenBefore,
): Refusal | null {
  if (session === null || isOpenBeforePasswordChange) return null;
  if (session.passwordChangeNeeded) return PASSWORD_CHANGE_NEEDED;
  return isSecondFactorNeeded(config, session) && !isOpenBeforeSecondFactor ? SECOND_FACTOR_NEEDED : null;
}

const PASSWORD_CHANGE_NEEDED = refuse(
  "password_change_needed",
  "This is a one-time password; set a password of your own first: PUT /v1/me/password.",
);
const SECOND_FACTOR_NEEDED = refuse(
  "second_factor_setup_needed",
  "Administrators of your level must have a second factor; set one up first: POST /v1/me/second-factors/totp or /passkey.",
);
