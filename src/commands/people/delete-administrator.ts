import { ok } from "../../result.ts";
import { may } from "../../tenancy/permission.ts";
import { notAllowed, notFound } from "../../tenancy/refusals.ts";
import type { Definition } from "../definition.ts";
import { findReachedAdministrator } from "./find-reached-administrator.ts";
import { refuseLastVendor } from "./refuse-last-vendor.ts";

/** Removes an administrator and ends all of the administrator's sessions. */
export interface DeleteAdministrator {
  readonly kind: "delete_administrator";
  readonly id: string;
}

export const deleteAdministrator: Definition<DeleteAdministrator, undefined> = {
  permit: (actor) => (may(actor, "manage_administrators") ? ok(true) : notAllowed("remove administrators")),
  perform: async (change, { actor }, { kind: action, id }) => {
    const before = await findReachedAdministrator(change.database, actor, id);
    if (!before) return notFound("administrator");
    const replaceable = await refuseLastVendor(change.database, before, null);
    if (!replaceable.ok) return replaceable;
    await change.record({ subject: "administrator", id, action, before, after: null });
    return ok(undefined);
  },
};
