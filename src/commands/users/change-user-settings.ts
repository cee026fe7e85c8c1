import { changeUserSettings as changed, type UserScene } from "../../policy/change.ts";
import { ok } from "../../result.ts";
import { notFound } from "../../tenancy/refusals.ts";
import type { Definition } from "../definition.ts";
import { findVisibleUser } from "./find-visible-user.ts";

/** R11: puts a user on automatic upgrades, or takes the user off. */
export interface ChangeUserSettings {
  readonly kind: "change_user_settings";
  readonly id: string;
  readonly allowAutomaticUpgrades: boolean;
}

export const changeUserSettings: Definition<ChangeUserSettings, UserScene> = {
  perform: async (change, attempt, { kind: action, id, allowAutomaticUpgrades }) => {
    const found = await findVisibleUser(change.database, attempt.actor, id);
    if (!found) return notFound("user");
    const { scene, settings: before, user } = found;
    const settings = changed(found, allowAutomaticUpgrades, attempt);
    if (!settings.ok) return settings;
    const after = settings.value;
    if (after !== before) {
      const { organizationId } = user;
      await change.record({ subject: "user_settings", id, action, before, after, organizationId });
    }
    return ok({ scene, settings: after });
  },
};
