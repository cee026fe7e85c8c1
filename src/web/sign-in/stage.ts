import type { SecondFactorKind } from "../../tenancy/second-factor.ts";
import type { signIn } from "../data/me.ts";

/** Address and password, as they were entered. */
export interface Credentials {
  readonly email: string;
  readonly password: string;
}

/** A sign-in whose password was right, and the kinds of second factor that the account has, the last used first. */
export interface AskedFactor {
  readonly credentials: Credentials;
  readonly kinds: readonly SecondFactorKind[];
}

export type SignedIn = Pick<
  Awaited<ReturnType<typeof signIn>>,
  "passwordChangeNeeded" | "secondFactorNeeded"
>;

/** How far a sign-in has come: the password, the second factor, and what has to be set before anything else. */
export type Stage =
  | { readonly at: "password" }
  | { readonly at: "second_factor"; readonly asked: AskedFactor }
  | { readonly at: "new_password"; readonly password: string | undefined }
  | { readonly at: "set_up"; readonly password: string | undefined };

/** The stage after a session was opened, or null if nothing has to be set. */
export function stageAfter(
  { passwordChangeNeeded, secondFactorNeeded }: SignedIn,
  password: string | undefined,
): Stage | null {
  if (passwordChangeNeeded) return { at: "new_password", password };
  return secondFactorNeeded ? { at: "set_up", password } : null;
}
