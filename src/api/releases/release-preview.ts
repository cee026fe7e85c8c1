import { type Calendar, toCalendar, withRelease } from "../../catalog/calendar.ts";
import type { Release } from "../../catalog/release.ts";
import type { ReleasePreviewAnswer } from "../../contract/release-outlook.ts";
import type { Instant } from "../../instant.ts";
import type { UpcomingRelease } from "../../policy/forecast.ts";
import type {
  ConcernedOrganization,
  ExpiringOrganization,
  LimitCount,
  LimitForesight,
} from "../../policy/limit-tally.ts";
import type { Arrivals } from "../../policy/release-effect.ts";
import type { EffectGroup, Exchange, Reached, ReleaseForesight } from "../../policy/release-tally.ts";
import { listOrganizations } from "../../store/tables/scenes.ts";
import type { Context } from "../context.ts";

/** The effect of a release, new or existing, if it were like this from now on. For the vendor, who sees everyone. */
export async function toReleasePreview(
  context: Context,
  release: Release,
  now: Instant,
): Promise<ReleasePreviewAnswer> {
  await context.follower.catchUp();
  await context.census.catchUp();
  const { calendar } = context.fleet;
  const step = { releaseId: release.id, before: calendar, after: calendarWith(calendar, release, now) };
  const foresight = await context.fleet.previewRelease(step, now);
  const names = await namesOf(context, foresight);
  const first = withNames(
    foresight.organizationIds.map((id) => ({ id })),
    names,
    () => ({}),
  );
  const { critical } = release;
  return {
    at: now,
    atOnce: toReached(foresight.atOnce),
    changed: toReached(foresight.changed),
    unchanged: toReached(foresight.unchanged),
    getting: toReached(foresight.getting),
    losing: toReached(foresight.losing),
    noLongerOffered: toReached(foresight.taken),
    ...(critical && { critical: { ...toReached(foresight.bypassing), scope: critical.scope } }),
    arrivals: foresight.arrivals.map(({ arrives, reached }) => ({
      ...toReached(reached),
      arrives: toArrivals(arrives),
    })),
    groups: foresight.groups.map(toGroup),
    first,
    truncated: first.length < foresight.changed.organizations,
    ...toLimits(foresight, names),
  };
}

type Names = ReadonlyMap<string, string>;

function toLimits({ routed, stranded, expiring }: LimitForesight, names: Names) {
  return {
    ...(routed && { routed: toLimitCount(routed, names, () => ({})) }),
    ...(stranded && { stranded: toLimitCount(stranded, names, () => ({})) }),
    ...(expiring && { expiresBeforeNext: toLimitCount(expiring, names, toExpiry) }),
  };
}

/** R28, R30: how many, and the first of them by name, with what else there is to say of each. */
function toLimitCount<Named extends ConcernedOrganization, More>(
  { before, after, first }: LimitCount<Named>,
  names: Names,
  more: (one: Named) => More,
) {
  const named = withNames(first, names, (one) => ({ installations: one.installations, ...more(one) }));
  return { before, after, first: named, truncated: named.length < after.organizations };
}

function toExpiry({ expiry: { release, expiresAt, nextAt } }: ExpiringOrganization) {
  return { version: release.version, expiresAt, ...(nextAt !== null && { nextAt }) };
}

/** Organizations with their names; one that is not there any more is left out. */
function withNames<One extends { readonly id: string }, More>(
  all: readonly One[],
  names: Names,
  more: (one: One) => More,
) {
  return all.flatMap((one) => {
    const name = names.get(one.id);
    return name === undefined ? [] : [{ id: one.id, name, ...more(one) }];
  });
}

function calendarWith(calendar: Calendar, release: Release, now: Instant): Calendar {
  const known = calendar.find((entry) => entry.release.id === release.id);
  const others = calendar.filter((entry) => entry !== known);
  const changed = withRelease(known ?? { release, history: [], builds: [] }, release, now);
  return toCalendar([...others, changed]);
}

function toReached({ organizations, users, installations }: Reached) {
  return { organizations, users, installations };
}

/** Finds the names of all organizations that are named. */
async function namesOf(
  { store }: Context,
  { organizationIds, routed, stranded, expiring }: ReleaseForesight & LimitForesight,
): Promise<Names> {
  const limited = [routed, stranded, expiring].flatMap((one) => one?.first.map(({ id }) => id) ?? []);
  const ids = [...new Set([...organizationIds, ...limited])];
  const scenes = await listOrganizations(store.database, { ids, max: ids.length });
  return new Map(scenes.map(({ organization: { id, name } }) => [id, name]));
}

function toGroup({ schedule, isHeld, reached, arrives, offered, next }: EffectGroup) {
  return {
    schedule,
    held: isHeld,
    ...toReached(reached),
    arrives: toArrivals(arrives),
    ...(offered && { offered: toExchange(offered) }),
    ...(next && { next: toExchange(next) }),
  };
}

function toArrivals({ before, after }: Arrivals) {
  return { ...(before !== null && { before }), ...(after !== null && { after }) };
}

function toExchange({ before, after }: Exchange) {
  return { ...(before && { before: toDated(before) }), ...(after && { after: toDated(after) }) };
}

function toDated({ release, eligibleAt }: UpcomingRelease) {
  return { version: release.version, at: eligibleAt };
}
