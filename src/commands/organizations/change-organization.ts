import { withoutPartners } from "../../policy/change.ts";
import type { Scene } from "../../policy/editability.ts";
import { ok } from "../../result.ts";
import type { Change } from "../../store/ledger/change.ts";
import type { Organization } from "../../tenancy/organization.ts";
import { may } from "../../tenancy/permission.ts";
import { notAllowed, notFound } from "../../tenancy/refusals.ts";
import type { Definition } from "../definition.ts";
import { mayAddOne } from "../quotas.ts";
import { findVisibleScene } from "./find-visible-scene.ts";
import { mayBeServedBy } from "./served-by.ts";

/**
 * Changes an organization's name or the partners that serve it; what is left out stays. What a partner that no longer
 * serves it set for it is removed (R10).
 */
export interface ChangeOrganization {
  readonly kind: "change_organization";
  readonly id: string;
  readonly name?: string | undefined;
  readonly partnerIds?: readonly string[] | undefined;
}

export const changeOrganization: Definition<ChangeOrganization, Organization> = {
  perform: async (change, { actor }, command) => {
    const scene = await findVisibleScene(change.database, actor, command.id);
    if (!scene) return notFound("organization");
    if (!may(actor, "manage_organizations")) return notAllowed("change organizations");
    const before = scene.organization;
    const { name = before.name, partnerIds = before.partnerIds } = command;
    const serving = { before: before.partnerIds, after: partnerIds };
    const served = await mayBeServedBy(change.database, actor, serving);
    if (!served.ok) return served;
    const added = partnerIds.filter((partnerId) => !before.partnerIds.includes(partnerId));
    const within = await mayAddOne(change, actor, "partner_organizations", added);
    if (!within.ok) return within;
    const after = { ...before, name, partnerIds };
    await record(change, scene, after);
    return ok(after);
  },
};

async function record(
  change: Change,
  { organization: before, settings }: Scene,
  after: Organization,
): Promise<void> {
  const { id } = before;
  const action: ChangeOrganization["kind"] = "change_organization";
  const left = before.partnerIds.filter((partnerId) => !after.partnerIds.includes(partnerId));
  const kept = withoutPartners(settings, left);
  if (kept !== settings) {
    await change.record({ subject: "organization_settings", id, action, before: settings, after: kept });
  }
  if (JSON.stringify(after) !== JSON.stringify(before)) {
    await change.record({ subject: "organization", id, action, before, after });
  }
}
