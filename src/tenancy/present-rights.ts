import { type Actor, levelOf, ROLES, type Role } from "./actor.ts";
import { mayAtMost, seesOrganization } from "./permission.ts";

/**
 * The most sponsors above one another, from a token to the person at the end: a token that is made by a token that is
 * made by a token, and so on.
 */
export const MOST_SPONSORS = 16;

/**
 * What an actor may do within the rights of another: the scope that both have, and the widest role of its own level that
 * does nothing beyond either. Null if nothing is left. `servedBy` are the partners that serve the organization of the
 * actor's scope, if it has one.
 */
export function rightsWithin(held: Actor, limit: Actor, servedBy: readonly string[]): Actor | null {
  const role = roleWithin(held.role, limit.role);
  if (role === null || !isScopeWithin(held, limit, servedBy)) return null;
  return { ...held, role, organizationIds: customersOfBoth(held, limit) };
}

/**
 * The present rights at the beginning of a chain of sponsors: each actor's within those of the next, the last of which
 * stands by itself. Null if one of them is null, which no longer acts, or if nothing is left.
 */
export function presentRights(chain: readonly (Actor | null)[], servedBy: readonly string[]): Actor | null {
  return (
    chain.reduceRight<Actor | null | undefined>((limit, held) => {
      if (limit === undefined) return held;
      return held && limit && rightsWithin(held, limit, servedBy);
    }, undefined) ?? null
  );
}

/** Whether two actors have the same role and scope. */
export function hasSameRights(one: Actor, other: Actor): boolean {
  return rightsOf(one) === rightsOf(other);
}

function rightsOf({ role, partnerId, organizationId, organizationIds }: Actor): string {
  return JSON.stringify([role, partnerId, organizationId, organizationIds && [...organizationIds].sort()]);
}

/** The widest role of the held one's level that does nothing beyond either role, or null if there is none. */
function roleWithin(held: Role, limit: Role): Role | null {
  const narrower = ROLES.slice(ROLES.indexOf(held)).filter((role) => levelOf(role) === levelOf(held));
  return narrower.find((role) => mayAtMost(role, limit)) ?? null;
}

function isScopeWithin(held: Actor, limit: Actor, servedBy: readonly string[]): boolean {
  switch (levelOf(limit.role)) {
    case "vendor":
      return true;
    case "organization":
      return levelOf(held.role) === "organization" && held.organizationId === limit.organizationId;
    case "partner":
      return held.organizationId === null
        ? levelOf(held.role) === "partner" && held.partnerId === limit.partnerId
        : seesOrganization(limit, { id: held.organizationId, partnerIds: servedBy });
  }
}

/** The customers that both are limited to; null stands for all of the partner's, and at other levels for none. */
function customersOfBoth(held: Actor, limit: Actor): readonly string[] | null {
  if (levelOf(held.role) !== "partner") return null;
  const [own, others] = [customersOf(held), customersOf(limit)];
  if (own === null || others === null) return own ?? others;
  return own.filter((id) => others.includes(id));
}

/** The customers that an actor is limited to, or null if it is not; a `partner_admin` always is. */
function customersOf({ role, organizationIds }: Actor): readonly string[] | null {
  return organizationIds ?? (role === "partner_admin" ? [] : null);
}
