import { IdParams } from "../../contract/fields.ts";
import { UserSettingsAnswer, UserSettingsBody } from "../../contract/user.ts";
import { perform } from "../change.ts";
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
  handle: ({ actor, params: { id }, body }, context) => {
    const command = { kind: "change_user_settings", id, ...body } as const;
    return perform(context, actor, command, (saved, database) =>
      toUserSettingsAnswer(context, database, actor, saved),
    );
  },
});
