import { z } from "zod";
import { KeepField } from "./credential.ts";
import { EmailField, IdField, InstantField, NameField, PageQuery, TextField } from "./fields.ts";
import { GrantFields, GrantPatchFields, HomeQuery, ScopeFields } from "./scope.ts";

export const AdministratorBody = z.strictObject({
  displayName: NameField,
  email: EmailField,
  ...GrantFields,
});

/**
 * What is left out stays. A disabled administrator may not sign in. What the administrator had granted and may not grant
 * any more ends, but for what `keep` names.
 */
export const AdministratorPatch = z.strictObject({
  displayName: NameField.optional(),
  email: EmailField.optional(),
  ...GrantPatchFields,
  disabled: z.boolean().optional(),
  keep: KeepField.optional(),
});
/** A change of an administrator, or the removal. */
export const AdministratorPreviewBody = AdministratorPatch.extend({ removed: z.literal(true).optional() });

export const AdministratorAnswer = z.object({
  id: IdField,
  displayName: z.string(),
  email: z.string(),
  ...ScopeFields,
  createdAt: InstantField,
  disabledAt: InstantField.nullable(),
});
/**
 * The one-time password is shown in this answer and never again; its owner changes it when signing in first, before it
 * ends (null: it does not by itself).
 */
export const AdministratorCreated = AdministratorAnswer.extend({
  oneTimePassword: z.string(),
  oneTimePasswordEndsAt: InstantField.nullable(),
});
export const AdministratorList = z.object({ items: z.array(AdministratorAnswer) });
export const AdministratorListQuery = PageQuery.extend({ q: TextField.max(200).optional(), ...HomeQuery });
