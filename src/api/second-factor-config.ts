import type { SettingValues } from "../serving/configuration.ts";
import {
  needsSecondFactor,
  SECOND_FACTOR_POLICIES,
  type SecondFactorPolicy,
} from "../tenancy/second-factor.ts";
import type { Session } from "../tenancy/session.ts";

/** The setting about second factors. */
export const SECOND_FACTOR_SETTINGS = [
  {
    name: "SLUICE_SECOND_FACTOR",
    usual: "optional",
    isRight: (value: string) => SECOND_FACTOR_POLICIES.some((known) => known === value),
    allowed: `one of ${SECOND_FACTOR_POLICIES.join(", ")}: which people with a local account must have one`,
  },
] as const;

/** Which people with a local account must have a second factor; nobody, if it is not set. */
export function readSecondFactorPolicy({
  SLUICE_SECOND_FACTOR: given,
}: SettingValues<typeof SECOND_FACTOR_SETTINGS>): SecondFactorPolicy {
  return SECOND_FACTOR_POLICIES.find((known) => known === given) ?? "optional";
}

/** Whether a second factor must be set up in this session before anything else; never for people of a provider. */
export function isSecondFactorNeeded(
  { secondFactor }: { readonly secondFactor: SecondFactorPolicy },
  { administratorId, hasSecondFactor, actor }: Pick<Session, "administratorId" | "hasSecondFactor" | "actor">,
): boolean {
  return administratorId !== null && !hasSecondFactor && needsSecondFactor(secondFactor, actor.role);
}
