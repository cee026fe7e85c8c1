import type { ReleaseChange } from "../catalog/release-change.ts";
import { addDays, type Instant } from "../instant.ts";
import { VENDOR } from "./actors.ts";
import type { Chance } from "./chance.ts";
import { type PlannedChange, planChange } from "./planned-change.ts";
import { enterRelease, newBuilds, newRelease } from "./release-builds.ts";
import type { ReleaseDates, Span } from "./simulation-wish.ts";
import { planLimits } from "./vendor-limits.ts";

const HOUR = 1 / 24;
const WITHDRAWAL: ReleaseChange = { state: "withdrawn" };

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

/**
 * A release is planned some weeks before, its date may slip, its builds may come later, it is published, and later it may
 * be changed again.
 */
function planRelease(chance: Chance, dates: ReleaseDates, settledAt: Instant): readonly PlannedChange[] {
  const { automaticAt } = dates;
  const slipDays = chance.percent(30) ? chance.between(1, 10) : 0;
  const plannedFor = addDays(automaticAt, -slipDays);
  const enteredAt = Math.max(settledAt, addDays(plannedFor, -chance.between(14, 35))) as Instant;
  const slowPlannedFor = dates.slowAt === null ? null : addDays(dates.slowAt, -slipDays);
  const rolloutDays = chance.pick([0, 0, 0, 3, 7, 14]);
  const release = {
    ...newRelease({ ...dates, automaticAt: plannedFor, slowAt: slowPlannedFor }, "planned"),
    rolloutDays,
  };
  const publishedAt = Math.max(settledAt, addDays(automaticAt, HOUR * publishingHour(chance))) as Instant;
  const [creation, ...additions] = enterRelease(release, newBuilds(chance, release));
  const builtAt = chance.percent(20) ? addDays(publishedAt, -HOUR * chance.between(1, 150)) : enteredAt;
  const say = (at: Instant, change: ReleaseChange) =>
    planChange(at, VENDOR, { kind: "change_release", id: release.id, change });
  const slipAt = addDays(plannedFor, HOUR * chance.between(-96, 12));
  const isToBeWithdrawn = chance.percent(7);
  const slip = { automaticAt: dates.automaticAt, slowAt: dates.slowAt };
  return [
    { at: enteredAt, actor: VENDOR, commands: creation ? [creation] : [] },
    { at: Math.max(enteredAt, builtAt) as Instant, actor: VENDOR, commands: additions },
    ...(slipDays === 0 ? [] : [say(slipAt, slip)]),
    say(publishedAt, { state: "published" }),
    ...planAfterwards(chance, { publishedAt, rolloutDays }, say),
    ...(isToBeWithdrawn ? [say(addDays(publishedAt, HOUR * chance.between(1, 480)), WITHDRAWAL)] : []),
    ...planLimits(chance, { automaticAt, publishedAt, isToBeWithdrawn }, say),
  ];
}

/** The hour of publishing relative to the date: mostly before it, sometimes up to 12 hours late, sometimes days. */
function publishingHour(chance: Chance): number {
  if (chance.percent(10)) return chance.between(13, 9 * 24);
  return chance.percent(15) ? chance.between(1, 12) : -chance.between(0, 48);
}

interface Publication {
  readonly publishedAt: Instant;
  readonly rolloutDays: number;
}

/** A release may be paused and resumed, more often while it is rolled out, made critical, or rolled out otherwise. */
function planAfterwards(
  chance: Chance,
  { publishedAt, rolloutDays }: Publication,
  say: (at: Instant, change: ReleaseChange) => PlannedChange,
): readonly PlannedChange[] {
  const after = (most: number) => addDays(publishedAt, HOUR * chance.between(1, most * 24));
  const planned: PlannedChange[] = [];
  if (chance.percent(rolloutDays > 0 ? 40 : 12)) {
    const pausedAt = after(Math.max(6, rolloutDays));
    const resumedAt = addDays(pausedAt, HOUR * chance.between(6, 300));
    planned.push(say(pausedAt, { state: "paused" }), say(resumedAt, { state: "published" }));
  }
  if (chance.percent(12)) {
    const scope = chance.percent(30) ? "all" : "line";
    planned.push(say(after(6), { critical: { reason: "A flaw that is being used.", scope } }));
  }
  if (chance.percent(15)) planned.push(say(after(12), { rolloutDays: chance.pick([0, 0, 5, 21]) }));
  return planned;
}
