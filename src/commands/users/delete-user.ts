import { ok } from "../../result.ts";
import { may } from "../../tenancy/permission.ts";
import { notAllowed, notFound } from "../../tenancy/refusals.ts";
import type { Definition } from "../definition.ts";
import { findVisibleUser } from "./find-visible-user.ts";
import { recordUserRemoval } from "./record-user-removal.ts";

export interface DeleteUser {
  readonly kind: "delete_user";
  readonly id: string;
}

export const deleteUser: Definition<DeleteUser, undefined> = {
  perform: async (change, { actor }, { kind: action, id }) => {
    const found = await findVisibleUser(change.database, actor, id);
    if (!found) return notFound("user");
    if (!may(actor, "manage_users")) return notAllowed("remove users");
    await recordUserRemoval(change, found, action);
    return ok(undefined);
  },
};
