import { ok } from "../../result.ts";
import type { User } from "../../tenancy/organization.ts";
import { may } from "../../tenancy/permission.ts";
import { notAllowed, notFound } from "../../tenancy/refusals.ts";
import type { Definition } from "../definition.ts";
import { findVisibleUser } from "./find-visible-user.ts";

/** Changes a user's name or address; what is left out stays. */
export interface ChangeUser {
  readonly kind: "change_user";
  readonly id: string;
  readonly displayName?: string | undefined;
  readonly email?: string | undefined;
}

export const changeUser: Definition<ChangeUser, User> = {
  perform: async (change, { actor }, { kind: action, id, displayName, email }) => {
    const found = await findVisibleUser(change.database, actor, id);
    if (!found) return notFound("user");
    if (!may(actor, "manage_users")) return notAllowed("change users");
    const before = found.user;
    const after = {
      ...before,
      displayName: displayName ?? before.displayName,
      email: email ?? before.email,
    };
    if (JSON.stringify(after) !== JSON.stringify(before)) {
      await change.record({ subject: "user", id, action, before, after });
    }
    return ok(after);
  },
};
