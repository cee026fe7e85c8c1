import { isForAllLike, isInForce } from "../../catalog/block.ts";
import type { Build } from "../../catalog/build.ts";
import type { Calendar } from "../../catalog/calendar.ts";
import { isOut } from "../../catalog/release.ts";
import type { Fleet } from "../../fleet/fleet.ts";
import type { Instant } from "../../instant.ts";
import { runnableReleases } from "../../policy/runnable-releases.ts";
import { AUTOMATIC } from "../../policy/schedule.ts";
import { isExpired } from "../../policy/support.ts";
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
  if (organizationId !== null) {
    const runnable = withRunnableBuilds(runnableBy(fleet, organizationId, at), at);
    return markCurrent(runnable, runnable);
  }
  const out = calendar.filter(({ release }) => isOut(release, at));
  const runnable = out.filter(({ release }) => !isExpired(release, at));
  return markCurrent(may(actor, "manage_catalog") ? calendar : out, withRunnableBuilds(runnable, at));
}

/** The releases that an organization may run, those of its users on automatic upgrades too (R11). */
function runnableBy(fleet: Fleet, organizationId: string, at: Instant): Calendar {
  if (!fleet.isOrganization(fleet.numberOf(organizationId))) return [];
  const own = fleet.standingClassOf(organizationId, null).standing.schedule;
  const schedules = fleet.countUsersOnAutomatic(organizationId) > 0 ? [own, AUTOMATIC] : [own];
  return runnableReleases(fleet.calendar, schedules, at);
}

/** R31: the releases without the builds for computers that are all blocked. */
function withRunnableBuilds(calendar: Calendar, at: Instant): Calendar {
  return calendar.map((entry) => {
    const blocks = entry.release.blocks.filter((block) => isInForce(block, at));
    const builds = entry.builds.filter((build) => !blocks.some((block) => isForAllLike(block, build)));
    return { ...entry, builds };
  });
}

/** R5: every build of some releases; current are, for each platform and architecture, those of the newest runnable one. */
function markCurrent(listed: Calendar, runnable: Calendar): readonly ListedBuild[] {
  const current = new Map<string, string>();
  for (const { release, builds } of runnable.toReversed()) {
    for (const build of builds) current.set(targetOf(build), release.id);
  }
  return listed.flatMap(({ release, builds }) =>
    builds.map((build) => ({ build, release, current: current.get(targetOf(build)) === release.id })),
  );
}

function targetOf({ platform, arch }: Build): string {
  return `${platform}/${arch}`;
}
