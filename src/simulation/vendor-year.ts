import type { ReleaseChange } from "../catalog/release-change.ts";
import { addDays, type Instant } from "../instant.ts";
import { VENDOR } from "./actors.ts";
import type { Chance } from "./chance.ts";
import { type PlannedChange, planChange } from "./planned-change.ts";
import { enterRelease, newBuilds, newRelease } from "./release-builds.ts";
import type { ReleaseDates, Span } from "./simulation-wish.ts";

const HOUR = 1 / 24;

/** The vendor's changes of each release whose automatic date is in the simulated time. */
export function planVendorYear(
  chance: Chance,
  calendar: readonly ReleaseDates[],
  { settledAt, endAt }: Span,
): readonly PlannedChange[] {
  const coming = calendar.filter(({ automaticAt }) => automaticAt > settledAt);
  return coming
    .flatMap((dates) => planRelease(chance, withSlowDate(chance, dates), settledAt))
    .filter(({ at }) => at < endAt);
}

/** Sets a random slow date, because the exact ones are not public: on the automatic date, or a week or two later. */
function withSlowDate(chance: Chance, dates: ReleaseDates): ReleaseDates {
  const { automaticAt, slowAt } = dates;
  if (slowAt !== automaticAt) return dates;
  return { ...dates, slowAt: addDays(automaticAt, chance.pick([0, 0, 0, 7, 14])) };
}

/** A release is planned some weeks before, its date may slip, it is published, and later it may be changed again. */
function planRelease(chance: Chance, dates: ReleaseDates, settledAt: Instant): readonly PlannedChange[] {
  const { automaticAt } = dates;
  const slipDays = chance.percent(30) ? chance.between(1, 10) : 0;
  const plannedFor = addDays(automaticAt, -slipDays);
  const enteredAt = addDays(plannedFor, -chance.between(14, 35));
  const slowPlannedFor = dates.slowAt === null ? null : addDays(dates.slowAt, -slipDays);
  const rolloutDays = chance.pick([0, 0, 0, 3, 7, 14]);
  const release = {
    ...newRelease({ ...dates, automaticAt: plannedFor, slowAt: slowPlannedFor }, "planned"),
    rolloutDays,
  };
  const entered = enterRelease(release, newBuilds(chance, release));
  const say = (at: Instant, change: ReleaseChange) =>
    planChange(at, VENDOR, { kind: "change_release", id: release.id, change });
  const slips =
    slipDays === 0
      ? []
      : [
          say(addDays(plannedFor, HOUR * chance.between(-96, 12)), {
            automaticAt: dates.automaticAt,
            slowAt: dates.slowAt,
          }),
        ];
  const publishedAt = addDays(automaticAt, HOUR * publishingHour(chance));
  return [
    { at: Math.max(enteredAt, settledAt) as Instant, actor: VENDOR, commands: entered },
    ...slips,
    say(publishedAt, { state: "published" }),
    ...planAfterwards(chance, publishedAt, say),
  ];
}

/** The hour of publishing relative to the date: mostly before it, sometimes up to 12 hours late. */
function publishingHour(chance: Chance): number {
  return chance.percent(15) ? chance.between(1, 12) : -chance.between(0, 48);
}

function planAfterwards(
  chance: Chance,
  publishedAt: Instant,
  say: (at: Instant, change: ReleaseChange) => PlannedChange,
): readonly PlannedChange[] {
  const after = (most: number) => addDays(publishedAt, HOUR * chance.between(1, most * 24));
  const planned: PlannedChange[] = [];
  if (chance.percent(15)) {
    const pausedAt = after(10);
    const resumedAt = addDays(pausedAt, HOUR * chance.between(6, 160));
    planned.push(say(pausedAt, { state: "paused" }), say(resumedAt, { state: "published" }));
  }
  if (chance.percent(7)) planned.push(say(after(20), { state: "withdrawn" }));
  if (chance.percent(12)) {
    const scope = chance.percent(30) ? "all" : "line";
    planned.push(say(after(6), { critical: { reason: "A flaw that is being used.", scope } }));
  }
  if (chance.percent(10)) planned.push(say(after(6), { rolloutDays: chance.pick([0, 0, 5, 21]) }));
  return planned;
}
