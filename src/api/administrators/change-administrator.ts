import { AdministratorAnswer, AdministratorPatch } from "../../contract/administrator.ts";
import { IdParams } from "../../contract/fields.ts";
import { perform } from "../change.ts";
import { toKeep } from "../credentials/keep.ts";
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
  asksForProof: true,
  handle: ({ actor, params: { id }, body: { keep, ...patch } }, context) => {
    const command = { kind: "change_administrator", id, patch, keep: toKeep(keep) } as const;
    return perform(context, actor, command, ({ administrator }, database) =>
      toAdministratorAnswer(administrator, database),
    );
  },
});
