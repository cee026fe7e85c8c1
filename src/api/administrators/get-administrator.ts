import { findReachedAdministrator } from "../../commands/people/find-reached-administrator.ts";
import { AdministratorAnswer } from "../../contract/administrator.ts";
import { IdParams } from "../../contract/fields.ts";
import { ok } from "../../result.ts";
import { may } from "../../tenancy/permission.ts";
import { notAllowed, notFound } from "../../tenancy/refusals.ts";
import { endpoint } from "../endpoint.ts";
import { toAdministratorAnswer } from "./administrator-answer.ts";

export const getAdministrator = endpoint({
  method: "GET",
  path: "/v1/administrators/:id",
  summary: "One administrator",
  params: IdParams,
  entity: "administrator",
  answer: AdministratorAnswer,
  handle: async ({ actor, params: { id } }, context) => {
    if (!may(actor, "manage_administrators")) return notAllowed("see administrators");
    const found = await findReachedAdministrator(context.store.database, actor, id);
    return found ? ok(await toAdministratorAnswer(found, context.store.database)) : notFound("administrator");
  },
});
