import type { NumberReach } from "../../store/tables/customer-numbers.ts";
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

/** The customer numbers that the actor's searches look in; the same sentence as `seesNumbersOf`. */
export function numberReach({ role, partnerId }: Actor): NumberReach | null {
  switch (levelOf(role)) {
    case "vendor":
      return { partnerId: null };
    case "partner":
      return { partnerId: partnerId ?? "" };
    case "organization":
      return null;
  }
}
