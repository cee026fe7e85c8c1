import { findVisibleScene } from "../../commands/organizations/find-visible-scene.ts";
import { ConflictList, ConflictListQuery } from "../../contract/foresight.ts";
import type { Scene } from "../../policy/editability.ts";
import { isInState } from "../../policy/list-state.ts";
import { perOrganizationSettings } from "../../policy/settings.ts";
import { ok } from "../../result.ts";
import type { Actor } from "../../tenancy/actor.ts";
import { hasReleaseManagement } from "../../tenancy/partner.ts";
import type { Context } from "../context.ts";
import { endpoint } from "../endpoint.ts";
import { readPage } from "../pagination.ts";
import { listVisibleScenes } from "./list-visible-scenes.ts";

export const getConflicts = endpoint({
  method: "GET",
  path: "/v1/conflicts",
  summary: "Organizations whose partners say different things, with each side's word (R10)",
  query: ConflictListQuery,
  answer: ConflictList,
  handle: async ({ actor, query, reply, url, now }, context) => {
    if (query.organizationId !== undefined) {
      const asked = await readPage(context, { actor, url, query });
      return asked.ok ? ok(await conflictOf(context, actor, query.organizationId)) : asked;
    }
    const asked = { ...query, state: ["conflict"] } as const;
    const page = await listVisibleScenes(context, asked, { actor, url, now, matches: null });
    if (!page.ok) return page;
    reply.headers(page.value.headers);
    return ok({ items: page.value.scenes.map(toConflict) });
  },
});

/** The conflict of one organization as a list; empty if it has none, or cannot be seen. */
async function conflictOf({ store }: Context, actor: Actor, organizationId: string) {
  const scene = await findVisibleScene(store.database, actor, organizationId);
  return { items: scene && isInState(scene, "conflict") ? [toConflict(scene)] : [] };
}

function toConflict(scene: Scene) {
  const { id: organizationId, name: organizationName } = scene.organization;
  const sides = scene.partners.flatMap(({ partner, settings }) => {
    const special = perOrganizationSettings(scene.settings, partner.id).schedule;
    const word = special ?? settings.schedule;
    if (!word) return [];
    const { schedule, setAt } = word;
    const { id: partnerId, name: partnerName } = partner;
    const canChange = hasReleaseManagement(partner);
    return [{ partnerId, partnerName, schedule, setAt, isDefault: special === null, canChange }];
  });
  return { organizationId, organizationName, sides };
}
