import { AdministratorAnswer, AdministratorPatch } from "../../contract/administrator.ts";
import { IdParams } from "../../contract/fields.ts";
import { perform } from "../change.ts";
import { endpoint } from "../endpoint.ts";
import { toAdministratorAnswer } from "./administrator-answer.ts";

export const changeAdministrator = endpoint({
  method: "PATCH",
  path: "/v1/administrators/:id",
  summary:
    "Change an administrator's name, address, role or place, or disable the account, which ends all sessions",
  params: IdParams,
  entity: "administrator",
  body: AdministratorPatch,
  answer: AdministratorAnswer,
  handle: ({ actor, params: { id }, body: patch }, context) =>
    perform(context, actor, { kind: "change_administrator", id, patch }, toAdministratorAnswer),
});
