import { UNCONFIGURED_PARTNER } from "../../policy/settings.ts";
import { err, refuse } from "../../result.ts";
import { countOrganizationsServedBy } from "../../store/tables/organization-partner-table.ts";
import type { Keep } from "../../tenancy/keep.ts";
import { may } from "../../tenancy/permission.ts";
import { notAllowed, notFound } from "../../tenancy/refusals.ts";
import { type CredentialsEffect, endCredentialsBy } from "../credentials/end-credentials.ts";
import type { Definition } from "../definition.ts";
import { recordRequestRemoval } from "../organizations/schedule-requests.ts";
import { recordPeopleRemoval } from "../people/record-people-removal.ts";
import { findVisiblePartner } from "./find-visible-partner.ts";

/**
 * Removes a partner that serves no organization any more, with its people and tokens. What these had granted elsewhere
 * ends, or is kept on purpose.
 */
export interface DeletePartner {
  readonly kind: "delete_partner";
  readonly id: string;
  readonly keep?: Keep | undefined;
}

export const deletePartner: Definition<DeletePartner, CredentialsEffect> = {
  perform: async (change, attempt, { kind: action, id, keep }) => {
    const { actor } = attempt;
    const found = await findVisiblePartner(change.database, actor, id);
    if (!found) return notFound("partner");
    if (!may(actor, "manage_partners")) return notAllowed("remove partners");
    const served = await countOrganizationsServedBy(change.database, id);
    if (served > 0) return err(partnerInUse(served));
    await recordRequestRemoval(change, { partnerId: id }, action);
    const removed = await recordPeopleRemoval(change, { partnerId: id, organizationId: null }, action);
    const { partner, settings } = found;
    if (settings.updatedAt !== UNCONFIGURED_PARTNER.updatedAt) {
      await change.record({ subject: "partner_settings", id, action, before: settings, after: null });
    }
    await change.record({ subject: "partner", id, action, before: partner, after: null });
    return endCredentialsBy(change, attempt, removed, { action, keep });
  },
};

function partnerInUse(served: number) {
  return refuse(
    "partner_in_use",
    `This partner still serves ${served} organizations; remove it from them first.`,
  );
}
