import { ok } from "../../result.ts";
import type { Keep } from "../../tenancy/keep.ts";
import { may } from "../../tenancy/permission.ts";
import { notAllowed, notFound } from "../../tenancy/refusals.ts";
import { type CredentialsEffect, endCredentialsBy } from "../credentials/end-credentials.ts";
import type { Definition } from "../definition.ts";
import { findReachedAdministrator } from "./find-reached-administrator.ts";
import { refuseLastVendor } from "./refuse-last-vendor.ts";

/**
 * Removes an administrator and ends all of the administrator's sessions. What the administrator had granted ends, or is
 * kept on purpose.
 */
export interface DeleteAdministrator {
  readonly kind: "delete_administrator";
  readonly id: string;
  readonly keep?: Keep | undefined;
}

export const deleteAdministrator: Definition<DeleteAdministrator, CredentialsEffect> = {
  permit: (actor) => (may(actor, "manage_administrators") ? ok(true) : notAllowed("remove administrators")),
  perform: async (change, attempt, { kind: action, id, keep }) => {
    const { actor, at } = attempt;
    const before = await findReachedAdministrator(change.database, actor, id);
    if (!before) return notFound("administrator");
    const replaceable = await refuseLastVendor(change.database, before, null, at);
    if (!replaceable.ok) return replaceable;
    await change.record({ subject: "administrator", id, action, before, after: null });
    return endCredentialsBy(change, attempt, [id], { action, keep });
  },
};
