import { OrganizationList, OrganizationListQuery } from "../../contract/organization.ts";
import { governingOf, inherits } from "../../policy/list-state.ts";
import { GOVERNING_RULES } from "../../policy/resolve.ts";
import { ok } from "../../result.ts";
import { endpoint } from "../endpoint.ts";
import { listVisibleScenes } from "./list-visible-scenes.ts";
import { nextTeller } from "./next-teller.ts";
import { toOrganizationAnswer } from "./organization-answer.ts";

export const getOrganizations = endpoint({
  method: "GET",
  path: "/v1/organizations",
  summary: "The customer organizations one may see, by name, each with what governs it and what comes next",
  query: OrganizationListQuery,
  answer: OrganizationList,
  handle: async ({ actor, query, reply, url, now }, context) => {
    const page = await listVisibleScenes(context.store.database, actor, query, url);
    if (!page.ok) return page;
    reply.headers(page.value.headers);
    await context.follower.catchUp();
    const tellNext = nextTeller(context.fleet.calendar, now);
    const items = page.value.scenes.map((scene) => {
      const { code, schedule } = governingOf(scene);
      return {
        ...toOrganizationAnswer(scene.organization),
        ...{ schedule, governing: { rule: GOVERNING_RULES[code], code }, inherits: inherits(scene.settings) },
        ...tellNext(context.fleet.place(scene.organization.id, null).standing),
      };
    });
    return ok({ items });
  },
});
