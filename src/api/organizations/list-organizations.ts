import { OrganizationList, OrganizationListQuery } from "../../contract/organization.ts";
import { allowsCustomerOverride, type Scene } from "../../policy/editability.ts";
import type { GroupForesight } from "../../policy/group-foresight.ts";
import { governingOf, inherits } from "../../policy/list-state.ts";
import { GOVERNING_RULES } from "../../policy/resolve.ts";
import { ok } from "../../result.ts";
import type { Actor } from "../../tenancy/actor.ts";
import type { Context } from "../context.ts";
import { endpoint } from "../endpoint.ts";
import { foreseeOrganizations } from "../forecast/foresee.ts";
import { toForesightAnswer } from "../forecast/foresight-answer.ts";
import { asksFleet } from "./asked-filters.ts";
import { findVisibleMatches } from "./find-visible-matches.ts";
import { countVisibleScenes, listVisibleScenes } from "./list-visible-scenes.ts";
import { toOrganizationAnswer } from "./organization-answer.ts";
import { fleetSortOf } from "./organization-sort.ts";

export const getOrganizations = endpoint({
  method: "GET",
  path: "/v1/organizations",
  summary: "The customer organizations one may see, each with what governs it and what comes next",
  query: OrganizationListQuery,
  answer: OrganizationList,
  handle: async ({ actor, query, reply, url, now }, context) => {
    if (fleetSortOf(query.sort) || asksFleet(query)) await catchUp(context);
    const matches = await findVisibleMatches(context, actor, query, now);
    const visit = { actor, url, now, matches };
    const page = await listVisibleScenes(context, query, visit);
    if (!page.ok) return page;
    reply.headers(page.value.headers);
    await catchUp(context);
    const ids = page.value.scenes.map(({ organization }) => organization.id);
    const foreseen = await foreseeOrganizations(context, ids, now);
    const items = page.value.scenes.map((scene) => ({
      ...toItem(actor, scene),
      ...toForesightAnswer(foreseen.get(scene.organization.id) as GroupForesight),
    }));
    if (!query.count) return ok({ items });
    return ok({ items, total: await countVisibleScenes(context, query, visit) });
  },
});

async function catchUp({ follower, census }: Pick<Context, "follower" | "census">): Promise<void> {
  await follower.catchUp();
  await census.catchUp();
}

function toItem(actor: Actor, scene: Scene) {
  const { code, schedule, partnerIds, conflict } = governingOf(scene);
  const allowCustomerOverride = allowsCustomerOverride(scene);
  return {
    ...toOrganizationAnswer(actor, scene.organization),
    schedule,
    governing: { rule: GOVERNING_RULES[code], code, partnerIds: [...partnerIds] },
    inherits: inherits(scene.settings),
    conflict: conflict !== null,
    locked: !allowCustomerOverride,
    allowCustomerOverride,
    legacy: scene.settings.legacy !== null,
  };
}
