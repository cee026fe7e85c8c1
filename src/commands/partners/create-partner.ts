import { ok } from "../../result.ts";
import { PARTNER_FEATURES, type Partner, type PartnerFeature } from "../../tenancy/partner.ts";
import { may } from "../../tenancy/permission.ts";
import { notAllowed } from "../../tenancy/refusals.ts";
import type { Definition } from "../definition.ts";

export interface CreatePartner {
  readonly kind: "create_partner";
  readonly id: string;
  readonly name: string;
  /** R13: the partner's features, all of them if left out. */
  readonly features?: readonly PartnerFeature[] | undefined;
}

export const createPartner: Definition<CreatePartner, Partner> = {
  permit: (actor) => (may(actor, "manage_partners") ? ok(true) : notAllowed("add partners")),
  perform: async (change, { at }, { kind: action, id, name, features = PARTNER_FEATURES }) => {
    const after = { id, name, features, createdAt: at };
    await change.record({ subject: "partner", id, action, before: null, after });
    return ok(after);
  },
};
