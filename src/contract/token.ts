import { z } from "zod";
import { ActorField, IdField, InstantField, NameField, PageQuery } from "./fields.ts";
import { GrantFields, HomeQuery, ScopeFields } from "./scope.ts";

/**
 * What to look at in a token: it never ends (it was made when that was allowed); its sponsor has lost some of the rights
 * that it was made with, or all of them, so that it does nothing.
 */
export const TOKEN_WARNINGS = ["no_end", "narrowed", "no_rights"] as const;

/** The role of a token and its scope. Without `expiresAt` it ends after the longest life of tokens. */
export const TokenBody = z.strictObject({
  name: NameField,
  ...GrantFields,
  expiresAt: InstantField.optional(),
});

/** Why a token is kept, for the audit. */
export const TokenKeepBody = z.strictObject({ reason: NameField });

export const TokenAnswer = z.object({
  id: IdField,
  name: z.string(),
  ...ScopeFields,
  expiresAt: InstantField.nullable(),
  createdAt: InstantField,
  createdBy: ActorField,
  /** The person or token whose present rights it never exceeds: its maker, or who kept it. */
  sponsor: ActorField,
  /** Why it was kept when its maker lost the right to it. */
  keptBecause: z.string().optional(),
  warnings: z.array(z.enum(TOKEN_WARNINGS)),
});
/** The secret is shown in this answer and never again. */
export const TokenCreated = TokenAnswer.extend({ token: z.string() });
export const TokenList = z.object({ items: z.array(TokenAnswer) });
export const TokenListQuery = PageQuery.extend(HomeQuery);
