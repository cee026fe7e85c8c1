import type { Build } from "../../catalog/build.ts";
import type { Calendar, CalendarEntry } from "../../catalog/calendar.ts";
import { isOut } from "../../catalog/release.ts";
import type { Fleet } from "../../fleet/fleet.ts";
import type { Instant } from "../../instant.ts";
import { mayRun } from "../../policy/may-run.ts";
import type { BuildOfRelease } from "../../store/tables/build-table.ts";
import type { Attempt } from "../../tenancy/attempt.ts";
import { may } from "../../tenancy/permission.ts";
import type { Context } from "../context.ts";

/** R22: a build of the download list. */
export interface ListedBuild extends BuildOfRelease {
  /** Whether it is of the newest release that may be run, of those with a build for its platform and architecture. */
  readonly current: boolean;
}

/**
 * R22: the builds that the actor may download, in no order: of the releases that are out, or for a customer's people of
 * those that their organization may run; the vendor has all. With an organization, which the actor must be allowed to see:
 * of those that this one may run.
 */
export async function readDownloadList(
  { fleet, follower }: Pick<Context, "fleet" | "follower">,
  { actor, at }: Attempt,
  organizationId = actor.organizationId,
): Promise<readonly ListedBuild[]> {
  await follower.catchUp();
  const { calendar } = fleet;
  const runnable =
    organizationId === null
      ? calendar.filter(({ release }) => isOut(release, at))
      : runnableBy(fleet, organizationId, at);
  const listed = organizationId === null && may(actor, "manage_catalog") ? calendar : runnable;
  const current = currentBuilds(runnable);
  return listed.flatMap(({ release, builds }) =>
    builds.map((build) => ({ build, release, current: current.has(build) })),
  );
}

/** The releases that an organization may run, those of its users on automatic upgrades too (R11). */
function runnableBy(fleet: Fleet, organizationId: string, at: Instant): Calendar {
  const schedules = fleet
    .countStandings({ ids: [organizationId] })
    .map(({ standing: { schedule } }) => schedule);
  return fleet.calendar.filter((entry) => mayRun(entry, schedules, at));
}

/** R5: for each platform and architecture, the builds of the newest release that has some. */
function currentBuilds(newestFirst: Calendar): ReadonlySet<Build> {
  const newest = new Map<string, CalendarEntry>();
  const found = new Set<Build>();
  for (const entry of newestFirst) {
    for (const build of entry.builds) {
      const target = `${build.platform}/${build.arch}`;
      if (!newest.has(target)) newest.set(target, entry);
      if (newest.get(target) === entry) found.add(build);
    }
  }
  return found;
}
