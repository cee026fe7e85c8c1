import { z } from "zod";
import { ROLES } from "../tenancy/actor.ts";
import { IdField } from "./fields.ts";

const OrganizationIds = z.array(IdField).max(10_000);

/** A role and where it holds, as it is asked for. What is left out is the caller's own place. */
export const GrantFields = {
  role: z.enum(ROLES),
  partnerId: IdField.optional(),
  organizationId: IdField.optional(),
  organizationIds: OrganizationIds.optional(),
};

/** The same for a change: what is left out stays; organizationIds of null are all customers. */
export const GrantPatchFields = {
  ...GrantFields,
  role: GrantFields.role.optional(),
  organizationIds: OrganizationIds.nullable().optional(),
};

/** A role and where it holds, as it is shown: only what applies to it. */
export const ScopeFields = {
  role: z.enum(ROLES),
  partnerId: IdField.optional(),
  organizationId: IdField.optional(),
  organizationIds: z.array(IdField).optional(),
};
