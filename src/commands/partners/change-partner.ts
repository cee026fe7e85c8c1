import { ok } from "../../result.ts";
import type { Partner, PartnerFeature } from "../../tenancy/partner.ts";
import { may } from "../../tenancy/permission.ts";
import { notAllowed, notFound } from "../../tenancy/refusals.ts";
import type { Definition } from "../definition.ts";
import { findVisiblePartner } from "./find-visible-partner.ts";

/** R13: changes a partner's name or features; what is left out stays. */
export interface ChangePartner {
  readonly kind: "change_partner";
  readonly id: string;
  readonly name?: string | undefined;
  readonly features?: readonly PartnerFeature[] | undefined;
}

export const changePartner: Definition<ChangePartner, Partner> = {
  perform: async (change, { actor }, { kind: action, id, name, features }) => {
    const found = await findVisiblePartner(change.database, actor, id);
    if (!found) return notFound("partner");
    if (!may(actor, "manage_partners")) return notAllowed("change partners");
    const before = found.partner;
    const after = { ...before, name: name ?? before.name, features: features ?? before.features };
    if (JSON.stringify(after) !== JSON.stringify(before)) {
      await change.record({ subject: "partner", id, action, before, after });
    }
    return ok(after);
  },
};
