import { findVisibleUser } from "../../commands/users/find-visible-user.ts";
import { IdParams } from "../../contract/fields.ts";
import { UserSettingsAnswer, UserSettingsBody } from "../../contract/user.ts";
import { changeUserSettings } from "../../policy/change.ts";
import { governingOf } from "../../policy/list-state.ts";
import { ok } from "../../result.ts";
import { notFound } from "../../tenancy/refusals.ts";
import { change } from "../change.ts";
import { endpoint } from "../endpoint.ts";
import { toUserSettingsAnswer } from "./user-answer.ts";

export const putUserSettings = endpoint({
  method: "PUT",
  path: "/v1/users/:id/release-settings",
  summary: "Put a user on automatic upgrades, or take the user off (R11)",
  params: IdParams,
  entity: "user_settings",
  body: UserSettingsBody,
  answer: UserSettingsAnswer,
  handle: async ({ actor, params: { id }, body }, context) =>
    change(context, actor, async (transaction) => {
      const found = await findVisibleUser(transaction.database, actor, id);
      if (!found) return notFound("user");
      const { scene, settings: before, user } = found;
      const { schedule } = governingOf(scene);
      const wanted = body.allowAutomaticUpgrades;
      const changed = changeUserSettings(scene, schedule, before, wanted, actor, transaction.at);
      if (!changed.ok) return changed;
      const after = changed.value;
      if (after !== before) {
        const entry = {
          subject: "user_settings",
          id,
          action: "change_user_settings",
          before,
          after,
        } as const;
        await transaction.record({ ...entry, organizationId: user.organizationId });
      }
      return ok(toUserSettingsAnswer(actor, scene, after));
    }),
});
