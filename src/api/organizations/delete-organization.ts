import { findVisibleScene } from "../../commands/organizations/find-visible-scene.ts";
import { recordPeopleRemoval } from "../../commands/people/record-people-removal.ts";
import { recordUserRemoval } from "../../commands/users/record-user-removal.ts";
import { IdParams } from "../../contract/fields.ts";
import type { Scene } from "../../policy/editability.ts";
import { ok } from "../../result.ts";
import type { Change } from "../../store/ledger/change.ts";
import { listForecastLinks } from "../../store/tables/forecast-link-table.ts";
import { listUsers } from "../../store/tables/user-table.ts";
import { may } from "../../tenancy/permission.ts";
import { notAllowed, notFound } from "../../tenancy/refusals.ts";
import { change } from "../change.ts";
import { endpoint } from "../endpoint.ts";

export const deleteOrganization = endpoint({
  method: "DELETE",
  path: "/v1/organizations/:id",
  summary:
    "Remove an organization with its users, people and tokens; its installations are then unknown (R21)",
  params: IdParams,
  entity: "organization",
  handle: async ({ actor, params: { id } }, context) =>
    change(context, actor, async (transaction) => {
      const scene = await findVisibleScene(transaction.database, actor, id);
      if (!scene) return notFound("organization");
      if (!may(actor, "manage_organizations")) return notAllowed("remove organizations");
      const isShared = scene.organization.partnerIds.some((partnerId) => partnerId !== actor.partnerId);
      if (actor.partnerId !== null && isShared)
        return notAllowed("remove organizations that other partners serve");
      await recordRemoval(transaction, scene);
      return ok(undefined);
    }),
});

async function recordRemoval(transaction: Change, { organization, settings }: Scene): Promise<void> {
  const { id } = organization;
  const action = "delete_organization";
  for (;;) {
    const users = await listUsers(transaction.database, id, { max: 500 });
    for (const user of users) await recordUserRemoval(transaction, user, action);
    if (users.length === 0) break;
  }
  await recordPeopleRemoval(transaction, { partnerId: null, organizationId: id }, action);
  for (const link of await listForecastLinks(transaction.database, id)) {
    await transaction.record({ subject: "forecast_link", id: link.id, action, before: link, after: null });
  }
  if (settings.own || settings.legacy || Object.keys(settings.partners).length > 0) {
    await transaction.record({ subject: "organization_settings", id, action, before: settings, after: null });
  }
  await transaction.record({ subject: "organization", id, action, before: organization, after: null });
}
