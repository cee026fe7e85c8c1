import { reaches } from "../../commands/people/reaches.ts";
import { IdParams } from "../../contract/fields.ts";
import { ok } from "../../result.ts";
import { findTokens } from "../../store/tables/token-table.ts";
import { may } from "../../tenancy/permission.ts";
import { notAllowed, notFound } from "../../tenancy/refusals.ts";
import { change } from "../change.ts";
import { endpoint } from "../endpoint.ts";

export const deleteToken = endpoint({
  method: "DELETE",
  path: "/v1/tokens/:id",
  summary: "Revoke a token",
  params: IdParams,
  handle: async ({ actor, params: { id } }, context) => {
    if (!may(actor, "manage_tokens")) return notAllowed("revoke tokens");
    return change(context, actor, async (transaction) => {
      const [token] = await findTokens(transaction.database, [id]);
      if (!token || !(await reaches(transaction.database, actor, token.actor))) return notFound("token");
      await transaction.record({ subject: "token", id, action: "revoke_token", before: token, after: null });
      return ok(undefined);
    });
  },
});
