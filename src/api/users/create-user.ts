import { randomUUID } from "node:crypto";
import { IdParams } from "../../contract/fields.ts";
import { UserAnswer, UserBody } from "../../contract/user.ts";
import { ok } from "../../result.ts";
import { may } from "../../tenancy/permission.ts";
import { change } from "../change.ts";
import { endpoint } from "../endpoint.ts";
import { findVisibleScene } from "../organizations/find-visible-scene.ts";
import { notAllowed, notFound } from "../refusals.ts";
import { toUserAnswer } from "./user-answer.ts";

export const createUser = endpoint({
  method: "POST",
  path: "/v1/organizations/:id/users",
  summary: "Enter a user of an organization",
  params: IdParams,
  body: UserBody,
  answer: UserAnswer,
  makes: "user",
  status: 201,
  handle: async ({ actor, params, body }, context) =>
    change(context, actor, async (transaction) => {
      const scene = await findVisibleScene(transaction.database, actor, params.id);
      if (!scene) return notFound("organization");
      if (!may(actor, "manage_users")) return notAllowed("add users");
      const id = randomUUID();
      const user = { id, organizationId: params.id, ...body, createdAt: transaction.at };
      await transaction.record({ subject: "user", id, action: "create_user", before: null, after: user });
      return ok(toUserAnswer(user));
    }),
});
