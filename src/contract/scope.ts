import { z } from "zod";
import { LEVELS, ROLES } from "../tenancy/actor.ts";
import { IdField } from "./fields.ts";

const OrganizationIds = z.array(IdField).max(10_000);

/** A requested role and its scope. What is left out is that of the caller's own scope. */
export const GrantFields = {
  role: z.enum(ROLES),
  partnerId: IdField.optional(),
  organizationId: IdField.optional(),
  organizationIds: OrganizationIds.optional(),
};

/** A change of a role and its scope: what is left out stays; organizationIds of null are all customers. */
export const GrantPatchFields = {
  ...GrantFields,
  role: GrantFields.role.optional(),
  organizationIds: OrganizationIds.nullable().optional(),
};

/** Limits a list to the people or tokens of one level, or of one partner or organization; what serves these is left out. */
export const HomeQuery = {
  level: z.enum(LEVELS).optional(),
  partnerId: IdField.optional(),
  organizationId: IdField.optional(),
};

/** A role and its scope, with only the fields that apply to it. */
export const ScopeFields = {
  role: z.enum(ROLES),
  partnerId: IdField.optional(),
  organizationId: IdField.optional(),
  organizationIds: z.array(IdField).optional(),
};
