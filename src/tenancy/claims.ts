import { err, ok, type Refusal, type Result, refuse } from "../result.ts";
import { levelOf, ROLES } from "./actor.ts";
import type { Grant } from "./grant.ts";
import { parseId } from "./id.ts";

/** The claims in which an identity provider says what a person may do: each holds one text or a list of texts. */
export interface ClaimNames {
  readonly role: string;
  readonly partner: string;
  readonly organizations: string;
}

export type Claims = Readonly<Record<string, unknown>>;

/**
 * The role and place that a person's claims say. Of several roles the widest counts. The organizations are those that a
 * partner's role is limited to, or the one that an organization's role is for. Refuses `provider_role_unknown` where the
 * claims name no role, or ids that are none.
 */
export function grantFromClaims(claims: Claims, names: ClaimNames): Result<Grant, Refusal> {
  const said = textsOf(claims[names.role]);
  const role = ROLES.find((one) => said.includes(one));
  if (!role) {
    const message = `The identity provider gave no role; allowed in the claim ${names.role} are ${ROLES.join(", ")}.`;
    return err(refuse("provider_role_unknown", message));
  }
  const level = levelOf(role);
  const partnerIds = level === "partner" ? textsOf(claims[names.partner]).map(parseId) : [];
  const organizationIds = level === "vendor" ? [] : textsOf(claims[names.organizations]).map(parseId);
  const isOne = partnerIds.length <= 1 && (level !== "organization" || organizationIds.length <= 1);
  if (!isOne || partnerIds.includes(null) || organizationIds.includes(null)) {
    const message = `The identity provider gave ids that are none, or too many; allowed is one in ${names.partner}, and UUIDs in ${names.organizations}.`;
    return err(refuse("provider_role_unknown", message));
  }
  const ids = organizationIds.filter((id) => id !== null);
  return ok({
    role,
    partnerId: partnerIds[0] ?? null,
    organizationId: level === "organization" ? (ids[0] ?? null) : null,
    organizationIds: level === "partner" && isSaid(claims[names.organizations]) ? ids : null,
  });
}

/** What people read as the person's name: the first of the claims for it that says something. */
export function nameFromClaims(claims: Claims): string {
  const names = [claims.name, claims.preferred_username, claims.email, claims.sub].flatMap(textsOf);
  const readable = names.map((name) =>
    name
      .replace(/[\p{Cc}\p{Cs}]/gu, "")
      .trim()
      .slice(0, 200),
  );
  return readable.find((name) => name !== "") ?? "";
}

/** A claim that is there limits, also one that is empty: to nothing. */
function isSaid(claim: unknown): boolean {
  return claim !== undefined && claim !== null;
}

function textsOf(claim: unknown): readonly string[] {
  const values: readonly unknown[] = Array.isArray(claim) ? claim : [claim];
  return values.filter((value) => typeof value === "string");
}
