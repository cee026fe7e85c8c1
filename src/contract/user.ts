import { z } from "zod";
import { ActorField, EmailField, IdField, InstantField, NameField, PageQuery, TextField } from "./fields.ts";

export const UserBody = z.strictObject({ displayName: NameField, email: EmailField });
export const UserPatch = z.strictObject({ displayName: NameField.optional(), email: EmailField.optional() });

export const UserAnswer = z.object({
  id: IdField,
  organizationId: IdField,
  displayName: z.string(),
  email: z.string(),
  createdAt: InstantField,
});
export const UserList = z.object({ items: z.array(UserAnswer) });
export const UserListQuery = PageQuery.extend({ q: TextField.max(200).optional() });

/** R11: whether a user runs on automatic upgrades. */
export const UserSettingsBody = z.strictObject({ allowAutomaticUpgrades: z.boolean() });

export const UserSettingsAnswer = z.object({
  allowAutomaticUpgrades: z.boolean(),
  available: z.boolean(),
  notAvailableReason: z.string().optional(),
  updatedAt: InstantField.nullable(),
  updatedBy: ActorField.nullable(),
  editable: z.boolean(),
  notEditableReason: z.string().optional(),
});
