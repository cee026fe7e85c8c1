import { type Calendar, toCalendar } from "../../catalog/calendar.ts";
import type { Release } from "../../catalog/release.ts";
import type { ReleasePreviewAnswer } from "../../contract/release-outlook.ts";
import type { Instant } from "../../instant.ts";
import type { UpcomingRelease } from "../../policy/forecast.ts";
import { type EffectCount, effectsOf, type Outlook } from "../../policy/release-effect.ts";
import { formatSchedule } from "../../policy/schedule.ts";
import { MAX_NAMED } from "../../policy/tally.ts";
import { listOrganizations } from "../../store/tables/scenes.ts";
import type { Context } from "../context.ts";

/** The effect of a release, new or existing, if it were like this from now on. For the vendor, who sees everyone. */
export async function toReleasePreview(
  context: Context,
  release: Release,
  now: Instant,
): Promise<ReleasePreviewAnswer> {
  await context.follower.catchUp();
  const { calendar } = context.fleet;
  const counts = context.fleet.countStandings({});
  const step = { releaseId: release.id, before: calendar, after: calendarWith(calendar, release, now) };
  const effects = effectsOf(counts, step, now);
  const changed = effects.filter(({ isChanged }) => isChanged);
  const first = await namesOf(context, changed);
  const { critical } = release;
  return {
    at: now,
    atOnce: sum(effects.filter(({ isAtOnce }) => isAtOnce)),
    changed: sum(changed),
    unchanged: sum(effects.filter(({ isChanged }) => !isChanged)),
    noLongerOffered: sum(effects.filter(({ isTaken }) => isTaken)),
    ...(critical && {
      critical: { ...sum(effects.filter(({ bypasses }) => bypasses)), scope: critical.scope },
    }),
    groups: toGroups(changed),
    first,
    truncated: first.length < sum(changed).organizations,
  };
}

function calendarWith(calendar: Calendar, release: Release, now: Instant): Calendar {
  const known = calendar.find((entry) => entry.release.id === release.id);
  const history = [...(known?.history ?? []), { knownAt: now, release }];
  const others = calendar.filter((entry) => entry !== known);
  return toCalendar([...others, { release, history, builds: known?.builds ?? [] }]);
}

function sum(effects: readonly EffectCount[]) {
  return {
    organizations: effects.reduce((total, one) => total + one.organizations, 0),
    users: effects.reduce((total, one) => total + one.users, 0),
  };
}

async function namesOf({ store }: Context, changed: readonly EffectCount[]) {
  const ids = changed.flatMap(({ organizationIds }) => organizationIds).slice(0, MAX_NAMED);
  const scenes = await listOrganizations(store.database, { ids, max: MAX_NAMED });
  return scenes.map(({ organization: { id, name } }) => ({ id, name }));
}

type Group = ReleasePreviewAnswer["groups"][number];

/** Groups what is described alike. */
function toGroups(effects: readonly EffectCount[]): Group[] {
  const groups = new Map<string, Group>();
  for (const { standing, organizations, users, before, after } of effects) {
    const held = standing.hold !== null;
    const what = [before, after].flatMap(({ offered, next }) => [keyOf(offered), keyOf(next)]);
    const key = [formatSchedule(standing.schedule), held, ...what].join();
    const known = groups.get(key);
    groups.set(key, {
      schedule: standing.schedule,
      held,
      organizations: organizations + (known?.organizations ?? 0),
      users: users + (known?.users ?? 0),
      offered: both("offered", before, after),
      next: both("next", before, after),
    });
  }
  return [...groups.values()].sort((a, b) => b.organizations - a.organizations || b.users - a.users);
}

function keyOf(coming: UpcomingRelease | null): string {
  return coming ? `${coming.release.id}@${coming.eligibleAt}` : "none";
}

function both(what: keyof Outlook, before: Outlook, after: Outlook): Group["next"] {
  const [was, is] = [before[what], after[what]];
  return { ...(was && { before: toDated(was) }), ...(is && { after: toDated(is) }) };
}

function toDated({ release, eligibleAt }: UpcomingRelease) {
  return { version: release.version, at: eligibleAt };
}
