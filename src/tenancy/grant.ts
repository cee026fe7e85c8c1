import { err, ok, type Refusal, type Result, refuse } from "../result.ts";
import { type Actor, LEVELS, levelOf, type Role } from "./actor.ts";

/** A role and where it is to hold, as it was asked for. */
export interface Grant {
  readonly role: Role;
  readonly partnerId: string | null;
  readonly organizationId: string | null;
  readonly organizationIds: readonly string[] | null;
}

/**
 * Whether a grant says what its role needs, filled up from the grantor's own place where it left that out. Refuses
 * `scope_incomplete` (something is missing) and `scope_unknown` (something does not belong to the role).
 */
export function toGrant(grantor: Actor, asked: Grant): Result<Grant, Refusal> {
  const level = levelOf(asked.role);
  if (level !== "partner" && (asked.partnerId || asked.organizationIds)) {
    return err(refuse("scope_unknown", `${asked.role} takes no partnerId and no organizationIds`));
  }
  if (level !== "organization" && asked.organizationId) {
    return err(refuse("scope_unknown", `${asked.role} takes no organizationId`));
  }
  const partnerId = level === "partner" ? (asked.partnerId ?? grantor.partnerId) : null;
  const organizationId = level === "organization" ? (asked.organizationId ?? grantor.organizationId) : null;
  if (level === "partner" && !partnerId)
    return err(refuse("scope_incomplete", `${asked.role} needs a partnerId`));
  if (level === "organization" && !organizationId) {
    return err(refuse("scope_incomplete", `${asked.role} needs an organizationId`));
  }
  if (asked.role === "partner_admin" && !asked.organizationIds) {
    return err(
      refuse("scope_incomplete", "partner_admin needs organizationIds: the customers it is assigned"),
    );
  }
  return ok({ ...asked, partnerId, organizationId });
}

/** A role is given by one's own level or one above it, never from below. */
export function mayGrantRole(grantor: Actor, role: Role): boolean {
  return LEVELS.indexOf(levelOf(grantor.role)) <= LEVELS.indexOf(levelOf(role));
}
