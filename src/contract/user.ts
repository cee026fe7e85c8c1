import { z } from "zod";
import { NotEditableField } from "./codes.ts";
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
/** A user in a list, with the user's switch (R11). */
const UserItem = UserAnswer.extend({ allowAutomaticUpgrades: z.boolean() });
export const UserList = z.object({ items: z.array(UserItem) });
export const UserListQuery = PageQuery.extend({ q: TextField.max(200).optional() });

/** R11: whether a user runs on automatic upgrades. */
export const UserSettingsBody = z.strictObject({ allowAutomaticUpgrades: z.boolean() });

export const UserSettingsAnswer = z.object({
  allowAutomaticUpgrades: z.boolean(),
  available: z.boolean(),
  notAvailableReason: z.literal("automatic_upgrades_not_available").optional(),
  updatedAt: InstantField.nullable(),
  updatedBy: ActorField.nullable(),
  editable: z.boolean(),
  notEditableReason: NotEditableField.optional(),
});
