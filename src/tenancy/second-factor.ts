import type { Instant } from "../instant.ts";
import { levelOf, type Role } from "./actor.ts";

/** The kinds of second factor of a local account: codes of an authenticator app, and passkeys. */
export const SECOND_FACTOR_KINDS = ["totp", "passkey"] as const;
export type SecondFactorKind = (typeof SECOND_FACTOR_KINDS)[number];

/** Which people with a local account must have a second factor: nobody, the vendor's administrators, or everybody. */
export const SECOND_FACTOR_POLICIES = ["optional", "vendor", "all"] as const;
export type SecondFactorPolicy = (typeof SECOND_FACTOR_POLICIES)[number];

/** The most second factors of one person. */
export const MOST_SECOND_FACTORS = 10;
/** How many recovery codes a person gets; each is good once. */
export const RECOVERY_CODES = 10;

/** A second factor of a local account. Does not include what it is checked with. */
export interface SecondFactor {
  readonly id: string;
  readonly administratorId: string;
  readonly kind: SecondFactorKind;
  /** What its owner calls it. */
  readonly name: string;
  readonly createdAt: Instant;
  /** The last sign-in with it, or null. */
  readonly lastUsedAt: Instant | null;
}

/** Whether people with this role and a local account must have a second factor. */
export function needsSecondFactor(policy: SecondFactorPolicy, role: Role): boolean {
  switch (policy) {
    case "optional":
      return false;
    case "vendor":
      return levelOf(role) === "vendor";
    case "all":
      return true;
  }
}

/** The kinds among these factors, each once, in their usual order. */
export function kindsOf(factors: readonly Pick<SecondFactor, "kind">[]): readonly SecondFactorKind[] {
  return SECOND_FACTOR_KINDS.filter((kind) => factors.some((factor) => factor.kind === kind));
}

/** The kinds among these factors, each once: the one that was last used first, those never used last in their usual order. */
export function kindsByUse(
  factors: readonly Pick<SecondFactor, "kind" | "lastUsedAt">[],
): readonly SecondFactorKind[] {
  const lastUse = (kind: SecondFactorKind) =>
    Math.max(...factors.filter((factor) => factor.kind === kind).map(({ lastUsedAt }) => lastUsedAt ?? 0));
  return kindsOf(factors).toSorted((one, other) => lastUse(other) - lastUse(one));
}
