import { type Calendar, calendarFor } from "../catalog/calendar.ts";
import { type Instant, toInstant } from "../instant.ts";
import { HistoryFold, type Moment } from "./history.ts";
import type { OrganizationState } from "./organization-state.ts";

/** What the ledger tells at `now` of one organization and of all releases. */
export interface KnownWorld {
  /** The oldest first. */
  readonly moments: readonly Moment[];
  /** The calendar of the present, with its history. */
  readonly calendar: Calendar;
  readonly now: Instant;
}

/** A time from one instant, included, to another, which is not in it. */
export interface Timespan {
  readonly from: Instant;
  readonly until: Instant;
}

/** A time in which nothing became known: an answer changes in it by its dates alone. */
export interface Stretch extends Timespan {
  /** The state of the organization, or null while it did not exist. */
  readonly organization: OrganizationState | null;
  /** R17: the calendar as known then or, for the future, as planned. The same object as long as it is the same. */
  readonly calendar: Calendar;
}

/**
 * R17: a time in stretches, one after the other, the first one first. In the past each begins when an entry of the ledger
 * became known; the present is one of its own, and the future is one, because nothing else is known to change.
 */
export function* stretchesOf({ moments, calendar, now }: KnownWorld, time: Timespan): Generator<Stretch> {
  const ofCalendar = new Set(learntOfReleases(calendar));
  const beginnings = beginningsOf([...ofCalendar, ...moments.map(({ at }) => at)], now, time);
  const history = new HistoryFold(momentsKnownBy(moments, now));
  let known: Calendar | null = null;
  for (const [index, from] of beginnings.entries()) {
    const isLearnt = from >= now || ofCalendar.has(from);
    if (known === null || isLearnt) known = calendarFor(calendar, from, now);
    const { organization } = history.foldTo(from);
    yield { from, until: beginnings[index + 1] ?? time.until, organization, calendar: known };
  }
}

/** What is committed counts from now on, also if the clock of another server dates it later. */
function momentsKnownBy(moments: readonly Moment[], now: Instant): readonly Moment[] {
  return moments.map((moment) => (moment.at > now ? { ...moment, at: now } : moment));
}

/** The beginnings of the stretches of a time, in order. */
function beginningsOf(
  learnt: readonly Instant[],
  now: Instant,
  { from, until }: Timespan,
): readonly Instant[] {
  const afterNow = toInstant(now + 1);
  const all = [from, now, afterNow, ...learnt.filter((at) => at < now)];
  const inside = all.filter((at) => at >= from && at < until);
  return [...new Set(inside)].sort((a, b) => a - b);
}

/** The instants at which something of a release became known: how it stands, a build, or what a build carries. */
function learntOfReleases(calendar: Calendar): readonly Instant[] {
  return calendar.flatMap(({ history, builds, formerBuilds = [] }) => [
    ...history.map(({ knownAt }) => knownAt),
    ...builds.map(({ addedAt }) => addedAt),
    ...formerBuilds.map(({ until }) => until),
  ]);
}
