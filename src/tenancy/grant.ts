import { err, ok, type Refusal, type Result, refuse } from "../result.ts";
import { type Actor, LEVELS, levelOf, type Role } from "./actor.ts";

/** A requested role and its scope. */
export interface Grant {
  readonly role: Role;
  readonly partnerId: string | null;
  readonly organizationId: string | null;
  readonly organizationIds: readonly string[] | null;
}

/**
 * Completes a grant from the grantor's own scope where it leaves something out, so that a grantor limited to some customers
 * grants no more than these. Refuses `scope_incomplete` (something is missing) and
 * `scope_unknown` (something does not belong to the role).
 */
export function toGrant(grantor: Actor, asked: Grant): Result<Grant, Refusal> {
  const level = levelOf(asked.role);
  if (level !== "partner" && (asked.partnerId || asked.organizationIds)) {
    return err(
      refuse("scope_unknown", `${asked.role} takes no partnerId and no organizationIds; leave them out`),
    );
  }
  if (level !== "organization" && asked.organizationId) {
    return err(refuse("scope_unknown", `${asked.role} takes no organizationId; leave it out`));
  }
  const grant = {
    role: asked.role,
    partnerId: level === "partner" ? (asked.partnerId ?? grantor.partnerId) : null,
    organizationId: level === "organization" ? (asked.organizationId ?? grantor.organizationId) : null,
    organizationIds: level === "partner" ? (asked.organizationIds ?? grantor.organizationIds) : null,
  };
  const missing = whatIsMissing(grant);
  return missing === null
    ? ok(grant)
    : err(refuse("scope_incomplete", `${asked.role} needs ${missing}; add it`));
}

function whatIsMissing({ role, partnerId, organizationId, organizationIds }: Grant): string | null {
  const level = levelOf(role);
  if (level === "partner" && !partnerId) return "a partnerId";
  if (level === "organization" && !organizationId) return "an organizationId";
  if (role === "partner_admin" && !organizationIds) return "organizationIds (the customers it is assigned)";
  return null;
}

/** Whether the grantor's level is that of the role or above it. */
export function mayGrantRole(grantor: Actor, role: Role): boolean {
  return LEVELS.indexOf(levelOf(grantor.role)) <= LEVELS.indexOf(levelOf(role));
}
