import type { OrganizationPage } from "../../store/tables/scenes.ts";
import { type Actor, levelOf } from "../../tenancy/actor.ts";

/** The actor's subtree as a filter of a list; the same sentence as `seesOrganization`. */
export function organizationReach(actor: Actor): Pick<OrganizationPage, "partnerId" | "ids"> {
  switch (levelOf(actor.role)) {
    case "vendor":
      return {};
    case "partner": {
      const ids = actor.organizationIds ?? (actor.role === "partner_admin" ? [] : null);
      return { partnerId: actor.partnerId ?? "", ...(ids && { ids }) };
    }
    case "organization":
      return { ids: actor.organizationId === null ? [] : [actor.organizationId] };
  }
}
