import { LegacyMigrationList, OrganizationPartQuery } from "../../contract/foresight.ts";
import type { Scene } from "../../policy/editability.ts";
import { scheduleFromLegacy } from "../../policy/legacy.ts";
import { deferralOf } from "../../policy/schedule.ts";
import { ok } from "../../result.ts";
import { endpoint } from "../endpoint.ts";
import { listVisibleScenes } from "./list-visible-scenes.ts";

export const getLegacyMigration = endpoint({
  method: "GET",
  path: "/v1/legacy-migration",
  summary: "A dry run: what each older setting becomes when its organization's administrator opens it (R24)",
  query: OrganizationPartQuery,
  answer: LegacyMigrationList,
  handle: async ({ actor, query, reply, url, now }, context) => {
    const asked = { ...query, state: ["legacy"] } as const;
    const page = await listVisibleScenes(context, asked, { actor, url, now, matches: null });
    if (!page.ok) return page;
    reply.headers(page.value.headers);
    return ok({ items: page.value.scenes.flatMap(toMigration) });
  },
});

function toMigration({ organization, settings: { legacy } }: Scene) {
  if (!legacy) return [];
  const { frequency, weeks, setAt } = legacy;
  const schedule = scheduleFromLegacy(legacy);
  const clamped = deferralOf(schedule) !== weeks;
  const { id: organizationId, name: organizationName } = organization;
  return [{ organizationId, organizationName, frequency, weeks, schedule, clamped, setAt }];
}
