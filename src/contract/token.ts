import { z } from "zod";
import { ActorField, IdField, InstantField, NameField, PageQuery } from "./fields.ts";
import { GrantFields, ScopeFields } from "./scope.ts";

/** The role of a token and its scope. */
export const TokenBody = z.strictObject({
  name: NameField,
  ...GrantFields,
  expiresAt: InstantField.optional(),
});

const TokenAnswer = z.object({
  id: IdField,
  name: z.string(),
  ...ScopeFields,
  expiresAt: InstantField.nullable(),
  createdAt: InstantField,
  createdBy: ActorField,
});
/** The secret is shown in this answer and never again. */
export const TokenCreated = TokenAnswer.extend({ token: z.string() });
export const TokenList = z.object({ items: z.array(TokenAnswer) });
export const TokenListQuery = PageQuery;
