import { findVisibleScene } from "../../commands/organizations/find-visible-scene.ts";
import { mayBeServedBy } from "../../commands/organizations/served-by.ts";
import { IdParams } from "../../contract/fields.ts";
import { OrganizationAnswer, OrganizationPatch } from "../../contract/organization.ts";
import { withoutPartners } from "../../policy/change.ts";
import type { Scene } from "../../policy/editability.ts";
import { ok } from "../../result.ts";
import type { Change } from "../../store/ledger/change.ts";
import type { Organization } from "../../tenancy/organization.ts";
import { may } from "../../tenancy/permission.ts";
import { notAllowed, notFound } from "../../tenancy/refusals.ts";
import { change } from "../change.ts";
import { endpoint } from "../endpoint.ts";
import { toOrganizationAnswer } from "./organization-answer.ts";

export const changeOrganization = endpoint({
  method: "PATCH",
  path: "/v1/organizations/:id",
  summary:
    "Rename an organization or change which partners serve it (R10: a partner that leaves takes its word along)",
  params: IdParams,
  entity: "organization",
  body: OrganizationPatch,
  answer: OrganizationAnswer,
  handle: async ({ actor, params: { id }, body }, context) =>
    change(context, actor, async (transaction) => {
      const scene = await findVisibleScene(transaction.database, actor, id);
      if (!scene) return notFound("organization");
      if (!may(actor, "manage_organizations")) return notAllowed("change organizations");
      const before = scene.organization;
      const partnerIds = body.partnerIds ?? before.partnerIds;
      const served = await mayBeServedBy(transaction.database, actor, partnerIds, before.partnerIds);
      if (!served.ok) return served;
      const after = { ...before, name: body.name ?? before.name, partnerIds };
      await record(transaction, scene, after);
      return ok(toOrganizationAnswer(after));
    }),
});

async function record(
  transaction: Change,
  { organization: before, settings }: Scene,
  after: Organization,
): Promise<void> {
  const { id } = before;
  const action = "change_organization";
  const left = before.partnerIds.filter((partnerId) => !after.partnerIds.includes(partnerId));
  const kept = withoutPartners(settings, left);
  if (kept !== settings) {
    await transaction.record({ subject: "organization_settings", id, action, before: settings, after: kept });
  }
  if (JSON.stringify(after) !== JSON.stringify(before)) {
    await transaction.record({ subject: "organization", id, action, before, after });
  }
}
