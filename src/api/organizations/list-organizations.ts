import { OrganizationList, OrganizationListQuery } from "../../contract/organization.ts";
import { ok } from "../../result.ts";
import { listOrganizations } from "../../store/scenes.ts";
import { type Actor, levelOf } from "../../tenancy/actor.ts";
import { endpoint } from "../endpoint.ts";
import { nextLink, readPageEnd } from "../page.ts";
import { toOrganizationAnswer } from "./organization-answer.ts";

export const getOrganizations = endpoint({
  method: "GET",
  path: "/v1/organizations",
  summary: "The customer organizations one may see, by name",
  query: OrganizationListQuery,
  answer: OrganizationList,
  handle: async ({ actor, query, reply, url }, context) => {
    const after = readPageEnd(query.after);
    if (!after.ok) return after;
    const reach = reachOf(actor);
    if (
      query.partnerId !== undefined &&
      reach.partnerId !== undefined &&
      query.partnerId !== reach.partnerId
    ) {
      return ok({ items: [] });
    }
    const partnerId = reach.partnerId ?? query.partnerId;
    const scenes = await listOrganizations(context.store.database, {
      max: query.max,
      ...(reach.ids && { ids: reach.ids }),
      ...(partnerId !== undefined && { partnerId }),
      ...(query.q !== undefined && { q: query.q }),
      ...(after.value && { after: after.value }),
    });
    const organizations = scenes.map((scene) => scene.organization);
    reply.headers(nextLink(url, query.max, organizations));
    return ok({ items: organizations.map(toOrganizationAnswer) });
  },
});

/** The actor's subtree as a filter; the same sentence as `seesOrganization`, for a whole list. */
function reachOf(actor: Actor): { partnerId?: string; ids?: readonly string[] } {
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
