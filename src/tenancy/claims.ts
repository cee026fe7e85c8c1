import { err, ok, type Refusal, type Result, refuse } from "../result.ts";
import { levelOf, ROLES, type Role } from "./actor.ts";
import type { Grant } from "./grant.ts";
import { parseId } from "./id.ts";
import { findNameFault, toReadableName } from "./name.ts";

/** The claims in which an identity provider says what a person may do: each holds one text or a list of texts. */
export interface ClaimNames {
  readonly role: string;
  readonly partner: string;
  readonly organizations: string;
  /** What the claim with the role may say, and the role that it stands for; absent: the roles by their own names. */
  readonly roleMap?: RoleMap;
}

/** Names at an identity provider, mostly of groups, each with the role that it gives. */
export type RoleMap = ReadonlyMap<string, Role>;

const OWN_NAMES: RoleMap = new Map(ROLES.map((role) => [role, role]));
const MAPPING = new RegExp(String.raw`\s*([^\s=,][^\0]*?)\s*=\s*(${ROLES.join("|")})\s*(?:,|$)`, "y");

/**
 * Reads `name=role` pairs separated by commas. A name may contain commas and equals signs, as directory names do.
 * Null if the text is malformed or gives one name two roles.
 */
export function parseRoleMap(text: string): RoleMap | null {
  const map = new Map<string, Role>();
  for (let at = 0; at < text.length; ) {
    MAPPING.lastIndex = at;
    const [mapping, name = "", said] = MAPPING.exec(text) ?? [];
    const role = ROLES.find((one) => one === said);
    if (mapping === undefined || !role || (map.get(name) ?? role) !== role) return null;
    map.set(name, role);
    at += mapping.length;
  }
  return map.size > 0 ? map : null;
}

export type Claims = Readonly<Record<string, unknown>>;

/**
 * The role and scope in a person's claims. The organizations are those that a partner's role is limited to, or the
 * one that an organization's role is for. Refuses `provider_role_unknown` if the claims name no role or malformed
 * ids, `provider_groups_left_out` if the provider sends a link in place of the role, and `provider_roles_several` if they
 * name several roles.
 */
export function grantFromClaims(claims: Claims, names: ClaimNames): Result<Grant, Refusal> {
  const said = roleIn(claims, names);
  if (!said.ok) return said;
  const role = said.value;
  const level = levelOf(role);
  const partnerIds = level === "partner" ? textsOf(claims[names.partner]).map(parseId) : [];
  const organizationIds = level === "vendor" ? [] : textsOf(claims[names.organizations]).map(parseId);
  const isOne = partnerIds.length <= 1 && (level !== "organization" || organizationIds.length <= 1);
  if (!isOne || partnerIds.includes(null) || organizationIds.includes(null)) {
    const message = `The identity provider gave ids that are malformed, or too many; give one in ${names.partner}, and UUIDs in ${names.organizations}.`;
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

function roleIn(claims: Claims, { role: claim, roleMap = OWN_NAMES }: ClaimNames): Result<Role, Refusal> {
  const found = [...new Set(textsOf(claims[claim]).flatMap((name) => roleMap.get(name) ?? []))];
  const [role, ...others] = found;
  if (!role) return err(areLeftOut(claims, claim) ? groupsLeftOut(claim) : noRole(claim));
  if (others.length === 0) return ok(role);
  const message = `The identity provider gave several roles in the claim ${claim} (${found.join(", ")}); give one of them.`;
  return err(refuse("provider_roles_several", message));
}

/**
 * Whether the provider sends a link in place of a claim that would be too long: OpenID Connect Core 5.6.2, as Microsoft
 * Entra does for more than 200 groups; `hasgroups` is its word for that in an answer to a browser.
 */
function areLeftOut(claims: Claims, claim: string): boolean {
  const { _claim_names: names, hasgroups } = claims;
  const isLinked = typeof names === "object" && names !== null && Object.hasOwn(names, claim);
  return isLinked || (claim === "groups" && (hasgroups === true || hasgroups === "true"));
}

function groupsLeftOut(claim: string): Refusal {
  const message = `The identity provider left out the claim ${claim}, because the person is in too many groups; have it send roles of the application, or only the groups that are assigned to it.`;
  return refuse("provider_groups_left_out", message);
}

/** The names that give a role are not told: the reader has none of them. */
function noRole(claim: string): Refusal {
  const message = `The identity provider gave no role that is known here; ask its administrator for one, in the claim ${claim}.`;
  return refuse("provider_role_unknown", message);
}

/** Whether a claim holds a text at all; an empty list does not. */
export function hasText(claim: unknown): boolean {
  return textsOf(claim).length > 0;
}

/** A person's display name: the first of the name claims that is not empty. */
export function nameFromClaims(claims: Claims): string {
  const names = [claims.name, claims.preferred_username, claims.email, claims.sub].flatMap(textsOf);
  const readable = names.map((name) => toReadableName(name).slice(0, 200).trim());
  return readable.find((name) => findNameFault(name) === null) ?? "";
}

/** A claim that is there limits, also one that is empty: to nothing. */
function isSaid(claim: unknown): boolean {
  return claim !== undefined && claim !== null;
}

function textsOf(claim: unknown): readonly string[] {
  const values: readonly unknown[] = Array.isArray(claim) ? claim : [claim];
  return values.filter((value) => typeof value === "string");
}
