import { type CalendarEntry, calendarAsPlanned } from "../../catalog/calendar.ts";
import type { Release } from "../../catalog/release.ts";
import { compareVersions, formatVersion, parseVersion } from "../../catalog/version.ts";
import { findVisiblePartner } from "../../commands/partners/find-visible-partner.ts";
import { ReleaseDatesList, ReleaseDatesQuery } from "../../contract/release-outlook.ts";
import type { Instant } from "../../instant.ts";
import { datesOf, type ReleaseDate } from "../../policy/release-dates.ts";
import { ok } from "../../result.ts";
import { notFound } from "../../tenancy/refusals.ts";
import { endpoint } from "../endpoint.ts";
import { organizationReach } from "../organizations/visible-organizations.ts";
import { readPage } from "../pagination.ts";
import { toReleaseAnswer } from "./release-answer.ts";

export const getReleaseDates = endpoint({
  method: "GET",
  path: "/v1/releases/dates",
  summary:
    "The calendar with the dates on which one's own organizations get each release, the newest version first",
  query: ReleaseDatesQuery,
  answer: ReleaseDatesList,
  handle: async ({ actor, query, reply, url, now }, context) => {
    const { partnerId, from, to, max } = query;
    const asked = await readPage(context, { actor, url, query }, (name) => parseVersion(name).ok);
    if (!asked.ok) return asked;
    const { database } = context.store;
    if (partnerId !== undefined && !(await findVisiblePartner(database, actor, partnerId))) {
      return notFound("partner");
    }
    await context.follower.catchUp();
    const counts = context.fleet.countStandings({ partnerId, ...organizationReach(actor) });
    const after = asked.value.after && parseVersion(asked.value.after.name);
    const page = [];
    const planned = calendarAsPlanned(context.fleet.calendar, now);
    for (const [index, { release }] of context.fleet.calendar.entries()) {
      const entry = planned[index] as CalendarEntry;
      if (after?.ok && compareVersions(release.version, after.value) >= 0) continue;
      const dates = datesOf({ entry, planned, now }, counts);
      const all = [release.automaticAt, release.slowAt ?? release.automaticAt, ...dates.map(({ at }) => at)];
      if (isAround(all, from, to)) page.push(toDated(release, dates));
      if (page.length === max) break;
    }
    const ends = page.map(({ id, version }) => ({ id, name: formatVersion(version) }));
    reply.headers(await asked.value.nextLink(ends));
    return ok({ items: page });
  },
});

function toDated(release: Release, dates: readonly ReleaseDate[]) {
  return { ...toReleaseAnswer(release), paused: release.state === "paused", dates: [...dates] };
}

function isAround(dates: readonly Instant[], from: Instant | undefined, to: Instant | undefined): boolean {
  return dates.some((at) => (from === undefined || at >= from) && (to === undefined || at <= to));
}
