import { findVisibleUser } from "../../commands/users/find-visible-user.ts";
import { IdParams } from "../../contract/fields.ts";
import { UserSettingsAnswer } from "../../contract/user.ts";
import { ok } from "../../result.ts";
import { notFound } from "../../tenancy/refusals.ts";
import { endpoint } from "../endpoint.ts";
import { toUserSettingsAnswer } from "./user-answer.ts";

export const getUserSettings = endpoint({
  method: "GET",
  path: "/v1/users/:id/release-settings",
  summary: "Whether a user runs on automatic upgrades (R11)",
  params: IdParams,
  entity: "user_settings",
  answer: UserSettingsAnswer,
  handle: async ({ actor, params }, context) => {
    const { database } = context.store;
    const found = await findVisibleUser(database, actor, params.id);
    return found ? ok(await toUserSettingsAnswer(context, database, actor, found)) : notFound("user");
  },
});
