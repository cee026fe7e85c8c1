import { z } from "zod";
import { ROLES } from "../tenancy/actor.ts";
import { ActorField, IdField, InstantField, NameField, PageQuery } from "./fields.ts";

/** Whom a token stands for: a role and where it holds. */
export const TokenBody = z.strictObject({
  name: NameField,
  role: z.enum(ROLES),
  partnerId: IdField.optional(),
  organizationId: IdField.optional(),
  organizationIds: z.array(IdField).max(10_000).optional(),
  expiresAt: InstantField.optional(),
});

const scope = {
  role: z.string(),
  partnerId: IdField.optional(),
  organizationId: IdField.optional(),
  organizationIds: z.array(IdField).optional(),
};

const TokenAnswer = z.object({
  id: IdField,
  name: z.string(),
  ...scope,
  expiresAt: InstantField.nullable(),
  createdAt: InstantField,
  createdBy: ActorField,
});
/** The secret is shown in this answer and never again. */
export const TokenCreated = TokenAnswer.extend({ token: z.string() });
export const TokenList = z.object({ items: z.array(TokenAnswer) });
export const TokenListQuery = PageQuery;

export const MeAnswer = z.object({
  person: z.object({ id: z.string(), displayName: z.string() }),
  ...scope,
});
