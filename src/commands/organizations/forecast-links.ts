import { err, ok, type Refusal, refuse } from "../../result.ts";
import { findForecastLinks, listForecastLinks } from "../../store/tables/forecast-link-table.ts";
import { toActorReference } from "../../tenancy/actor.ts";
import type { ForecastLink } from "../../tenancy/forecast-link.ts";
import { may } from "../../tenancy/permission.ts";
import { notAllowed, notFound } from "../../tenancy/refusals.ts";
import type { Definition } from "../definition.ts";
import { findVisibleScene } from "../organizations/find-visible-scene.ts";

/** Creates a private link to an organization's forecast as a calendar. */
export interface CreateForecastLink {
  readonly kind: "create_forecast_link";
  readonly id: string;
  readonly organizationId: string;
  /** The SHA-256 of the secret in the link; the ledger has a digest of it. */
  readonly secretHash: string;
}

export const createForecastLink: Definition<CreateForecastLink, ForecastLink> = {
  perform: async (change, { actor, at }, { kind: action, id, organizationId, secretHash }) => {
    const { database } = change;
    if (!(await findVisibleScene(database, actor, organizationId))) return notFound("organization");
    if (!may(actor, "change_organization_settings")) return notAllowed("create forecast links");
    const links = await listForecastLinks(database, organizationId);
    const { organization_forecast_links: most } = change.quotas;
    if (links.length >= most) return err(tooMany(most));
    const link = { id, organizationId, createdAt: at, createdBy: toActorReference(actor) };
    await change.recordLink(link, action, secretHash);
    return ok(link);
  },
};

/** The refusal of the quota of forecast links, which has a code of its own and holds for the vendor too. */
function tooMany(most: number): Refusal {
  const message = `This organization has ${most} forecast links, which is the quota organization_forecast_links; revoke one first.`;
  return refuse("too_many_links", message);
}

/** Revokes a link, which then shows nothing any more. */
export interface RevokeForecastLink {
  readonly kind: "revoke_forecast_link";
  readonly id: string;
}

export const revokeForecastLink: Definition<RevokeForecastLink, undefined> = {
  perform: async (change, { actor }, { kind: action, id }) => {
    const { database } = change;
    const [before] = await findForecastLinks(database, [id]);
    const scene = await findVisibleScene(database, actor, before?.organizationId ?? id);
    if (!before || !scene) return notFound("forecast link");
    if (!may(actor, "change_organization_settings")) return notAllowed("revoke forecast links");
    await change.record({ subject: "forecast_link", id, action, before, after: null });
    return ok(undefined);
  },
};
