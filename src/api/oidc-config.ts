import { err, ok, type Refusal, type Result, refuse } from "../result.ts";
import type { SettingValues } from "../serving/configuration.ts";
import { ROLES } from "../tenancy/actor.ts";
import { type ClaimNames, parseRoleMap } from "../tenancy/claims.ts";

/** An OpenID provider, and the claims that hold a person's role and scope. */
export interface OidcConfig {
  readonly issuer: string;
  readonly clientId: string;
  readonly clientSecret: string;
  readonly scope: string;
  readonly claims: ClaimNames;
}

/** The settings of an identity provider. */
export const OIDC_SETTINGS = [
  {
    name: "SLUICE_OIDC_ISSUER",
    usual: null,
    isRight: (value: string) =>
      /^https:\/\/[^\s?#]+$|^http:\/\/(127\.0\.0\.1|localhost)(:\d+)?(\/[^\s?#]*)?$/.test(value),
    allowed: "a URL that begins with https://, or with http:// on this machine",
  },
  { name: "SLUICE_OIDC_CLIENT_ID", usual: null },
  { name: "SLUICE_OIDC_CLIENT_SECRET", usual: null, isSecret: true },
  {
    name: "SLUICE_OIDC_SCOPE",
    usual: "openid profile email",
    isRight: (value: string) => value.split(" ").includes("openid"),
    allowed: "scopes separated by spaces, including openid",
  },
  { name: "SLUICE_OIDC_ROLE_CLAIM", usual: "sluice_role" },
  { name: "SLUICE_OIDC_PARTNER_CLAIM", usual: "sluice_partner" },
  { name: "SLUICE_OIDC_ORGANIZATIONS_CLAIM", usual: "sluice_organizations" },
  {
    name: "SLUICE_OIDC_ROLE_MAP",
    usual: null,
    isRight: (value: string) => parseRoleMap(value) !== null,
    allowed: `name=role pairs separated by commas, each name once; roles are ${ROLES.join(", ")}`,
  },
] as const;

/** Reads the identity provider. It, its client and its secret are set together or not at all; the rest has defaults. */
export function readOidc(
  given: SettingValues<typeof OIDC_SETTINGS>,
): Result<OidcConfig | null, Refusal<"configuration_invalid">> {
  const { SLUICE_OIDC_ISSUER: issuer, SLUICE_OIDC_CLIENT_ID: clientId } = given;
  const { SLUICE_OIDC_CLIENT_SECRET: clientSecret } = given;
  if (issuer === undefined && clientId === undefined && clientSecret === undefined) return ok(null);
  if (issuer === undefined || clientId === undefined || clientSecret === undefined) {
    const message =
      "Only some of SLUICE_OIDC_ISSUER, SLUICE_OIDC_CLIENT_ID and SLUICE_OIDC_CLIENT_SECRET are set; set all of them or none";
    return err(refuse("configuration_invalid", message));
  }
  const roleMap = parseRoleMap(given.SLUICE_OIDC_ROLE_MAP ?? "");
  const claims = {
    role: given.SLUICE_OIDC_ROLE_CLAIM,
    partner: given.SLUICE_OIDC_PARTNER_CLAIM,
    organizations: given.SLUICE_OIDC_ORGANIZATIONS_CLAIM,
    ...(roleMap && { roleMap }),
  };
  return ok({ issuer, clientId, clientSecret, scope: given.SLUICE_OIDC_SCOPE, claims });
}
