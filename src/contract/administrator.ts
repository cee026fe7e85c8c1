import { z } from "zod";
import { SECOND_FACTOR_KINDS } from "../tenancy/second-factor.ts";
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
  /** When the person last signed in; null if that was never noted. */
  lastSignInAt: InstantField.nullable(),
  /** The kinds of second factor that the person has; none: signs in with the password alone. */
  secondFactors: z.array(z.enum(SECOND_FACTOR_KINDS)),
});
/**
 * The one-time password and the link are shown in this answer and never again. Its owner uses either one, once, to set a
 * password, before both end (null: they do not by themselves).
 */
export const AdministratorCreated = AdministratorAnswer.extend({
  oneTimePassword: z.string(),
  oneTimePasswordEndsAt: InstantField.nullable(),
  invitationLink: z.string(),
});
/** The link is shown in this answer and never again; with it its owner sets a password, once, before it ends. */
export const RecoveryLinkCreated = AdministratorAnswer.extend({
  recoveryLink: z.string(),
  recoveryLinkEndsAt: InstantField.nullable(),
});
export const AdministratorList = z.object({ items: z.array(AdministratorAnswer) });
export const AdministratorListQuery = PageQuery.extend({ q: TextField.max(200).optional(), ...HomeQuery });
