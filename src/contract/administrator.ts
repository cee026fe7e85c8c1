import { z } from "zod";
import { EmailField, IdField, InstantField, NameField, PageQuery, TextField } from "./fields.ts";
import { GrantFields, GrantPatchFields, ScopeFields } from "./scope.ts";

export const AdministratorBody = z.strictObject({
  displayName: NameField,
  email: EmailField,
  ...GrantFields,
});

/** What is left out stays. A disabled administrator may not sign in. */
export const AdministratorPatch = z.strictObject({
  displayName: NameField.optional(),
  email: EmailField.optional(),
  ...GrantPatchFields,
  disabled: z.boolean().optional(),
});

export const AdministratorAnswer = z.object({
  id: IdField,
  displayName: z.string(),
  email: z.string(),
  ...ScopeFields,
  createdAt: InstantField,
  disabledAt: InstantField.nullable(),
});
/** The one-time password is shown in this answer and never again; its owner changes it when signing in first. */
export const AdministratorCreated = AdministratorAnswer.extend({ oneTimePassword: z.string() });
export const AdministratorList = z.object({ items: z.array(AdministratorAnswer) });
export const AdministratorListQuery = PageQuery.extend({ q: TextField.max(200).optional() });
