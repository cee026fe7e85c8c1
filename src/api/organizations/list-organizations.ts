import { OrganizationList, OrganizationListQuery } from "../../contract/organization.ts";
import type { Instant } from "../../instant.ts";
import { allowsCustomerOverride, type Scene } from "../../policy/editability.ts";
import { governingOf, inherits } from "../../policy/list-state.ts";
import { GOVERNING_RULES } from "../../policy/resolve.ts";
import { ok } from "../../result.ts";
import type { Context } from "../context.ts";
import { endpoint } from "../endpoint.ts";
import { countVisibleScenes, listVisibleScenes } from "./list-visible-scenes.ts";
import { nextReleaseFinder } from "./next-release.ts";
import { toOrganizationAnswer } from "./organization-answer.ts";

export const getOrganizations = endpoint({
  method: "GET",
  path: "/v1/organizations",
  summary: "The customer organizations one may see, each with what governs it and what comes next",
  query: OrganizationListQuery,
  answer: OrganizationList,
  handle: async ({ actor, query, reply, url, now }, context) => {
    const page = await listVisibleScenes(context, actor, query, url);
    if (!page.ok) return page;
    reply.headers(page.value.headers);
    await context.follower.catchUp();
    await context.census.catchUp();
    const findNext = nextReleaseFinder(context.fleet.calendar, now);
    const items = page.value.scenes.map((scene) => ({
      ...toItem(scene),
      ...findNext(context.fleet.standingClassOf(scene.organization.id, null).standing),
      installations: installationsOf(context, scene.organization.id, now),
    }));
    if (!query.count) return ok({ items });
    return ok({ items, total: await countVisibleScenes(context, actor, query) });
  },
});

function installationsOf({ fleet }: Context, organizationId: string, now: Instant) {
  const { total, current, conditions } = fleet.adoptionOf(organizationId, now);
  return { total, current, managed: conditions.get("managed") ?? 0 };
}

function toItem(scene: Scene) {
  const { code, schedule, partnerIds, conflict } = governingOf(scene);
  const allowCustomerOverride = allowsCustomerOverride(scene);
  return {
    ...toOrganizationAnswer(scene.organization),
    schedule,
    governing: { rule: GOVERNING_RULES[code], code, partnerIds: [...partnerIds] },
    inherits: inherits(scene.settings),
    conflict: conflict !== null,
    locked: !allowCustomerOverride,
    allowCustomerOverride,
    legacy: scene.settings.legacy !== null,
  };
}
