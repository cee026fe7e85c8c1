import type { Scene } from "../../policy/editability.ts";
import { ok } from "../../result.ts";
import type { Change } from "../../store/ledger/change.ts";
import { listForecastLinks } from "../../store/tables/forecast-link-table.ts";
import { listUsers } from "../../store/tables/user-table.ts";
import { may } from "../../tenancy/permission.ts";
import { notAllowed, notFound } from "../../tenancy/refusals.ts";
import type { Definition } from "../definition.ts";
import { recordPeopleRemoval } from "../people/record-people-removal.ts";
import { recordUserRemoval } from "../users/record-user-removal.ts";
import { recordEnrolmentRemoval } from "./enrolment.ts";
import { findVisibleScene } from "./find-visible-scene.ts";
import { recordRequestRemoval } from "./schedule-requests.ts";

/** Removes an organization with its users, people, tokens and links; its installations are then unknown (R21). */
export interface DeleteOrganization {
  readonly kind: "delete_organization";
  readonly id: string;
}

export const deleteOrganization: Definition<DeleteOrganization, undefined> = {
  perform: async (change, { actor }, { id }) => {
    const scene = await findVisibleScene(change.database, actor, id);
    if (!scene) return notFound("organization");
    if (!may(actor, "manage_organizations")) return notAllowed("remove organizations");
    const isShared = scene.organization.partnerIds.some((partnerId) => partnerId !== actor.partnerId);
    if (actor.partnerId !== null && isShared)
      return notAllowed("remove organizations that other partners serve");
    await recordRemoval(change, scene);
    return ok(undefined);
  },
};

async function recordRemoval(change: Change, { organization, settings }: Scene): Promise<void> {
  const { id } = organization;
  const action: DeleteOrganization["kind"] = "delete_organization";
  for (;;) {
    const users = await listUsers(change.database, id, { max: 500 });
    for (const user of users) await recordUserRemoval(change, user, action);
    if (users.length === 0) break;
  }
  await recordPeopleRemoval(change, { partnerId: null, organizationId: id }, action);
  for (const link of await listForecastLinks(change.database, id)) {
    await change.record({ subject: "forecast_link", id: link.id, action, before: link, after: null });
  }
  await recordRequestRemoval(change, { organizationId: id }, action);
  await recordEnrolmentRemoval(change, id, action);
  if (settings.own || settings.legacy || Object.keys(settings.partners).length > 0) {
    await change.record({ subject: "organization_settings", id, action, before: settings, after: null });
  }
  await change.record({ subject: "organization", id, action, before: organization, after: null });
}
