import { MAX_DEFERRAL_WEEKS } from "../../policy/schedule.ts";
import type { DatedRelease } from "../data/releases.ts";

const DAY_MS = 86_400_000;
const WEEK_MS = 7 * DAY_MS;
/** The width of a day, in pixels. */
const DAY_WIDTH = 4;

/** The start and the end of a timeline, in milliseconds. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** The time over which a channel's customers get a release: from its date to the longest deferral after it. */
export interface ChannelSpan {
  readonly from: number;
  readonly to: number;
}

export function latestSpan({ automaticAt }: Pick<DatedRelease, "automaticAt">): ChannelSpan {
  return spanFrom(automaticAt, MAX_DEFERRAL_WEEKS.latest);
}

/** The slow date, or null if the release is not on the slow channel. */
export function slowSpan({ slowAt }: Pick<DatedRelease, "slowAt">): ChannelSpan | null {
  return slowAt === null ? null : spanFrom(slowAt, MAX_DEFERRAL_WEEKS.slow);
}

function spanFrom(at: string, weeks: number): ChannelSpan {
  const from = Date.parse(at);
  return { from, to: from + weeks * WEEK_MS };
}

/** The whole months that contain everything shown, and today. */
export function spanOf(releases: readonly DatedRelease[], now: number): Span {
  const spans = releases.flatMap((release) => [latestSpan(release), slowSpan(release) ?? []].flat());
  const first = Math.min(now, ...spans.map(({ from }) => from));
  const last = Math.max(now, ...spans.map(({ to }) => to));
  return { start: monthStart(first, 0), end: monthStart(last, 1) };
}

function monthStart(at: number, ahead: number): number {
  const date = new Date(at);
  return Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + ahead, 1);
}

/** The first instants of the months of a span. */
export function monthsOf({ start, end }: Span): readonly number[] {
  const months: number[] = [];
  for (let at = start; at < end; at = monthStart(at, 1)) months.push(at);
  return months;
}

/** The distance of an instant from the start of the timeline, in pixels. */
export function placeOf(at: number, { start }: Span): number {
  return Math.round(((at - start) / DAY_MS) * DAY_WIDTH);
}

export function widthOf(span: Span): number {
  return placeOf(span.end, span);
}

/** How long a release that is out counts as current, even if no customer still waits for it. */
const CURRENT_MS = 13 * WEEK_MS;

/** Whether a customer may still wait for a release, or it came out lately. */
export function isCurrent(release: DatedRelease, now: number): boolean {
  return (slowSpan(release)?.to ?? 0) > now || Date.parse(release.automaticAt) > now - CURRENT_MS;
}

/** The parts of the list of releases: those still to come, those that people get or wait for, those of the past. */
export interface ReleaseParts {
  readonly planned: readonly DatedRelease[];
  readonly current: readonly DatedRelease[];
  readonly past: readonly DatedRelease[];
}

/**
 * The calendar in its three parts, each in the order that it had. What is out of the ordinary, paused or withdrawn before
 * its date or planned after it, is among the current ones: somebody may expect it.
 */
export function partsOf(releases: readonly DatedRelease[], now: number): ReleaseParts {
  const isPlanned = ({ state, automaticAt }: DatedRelease) =>
    (state === "planned" || state === "published") && Date.parse(automaticAt) > now;
  const isPast = (release: DatedRelease) => !isCurrent(release, now);
  return {
    planned: releases.filter(isPlanned),
    current: releases.filter((release) => !isPlanned(release) && !isPast(release)),
    past: releases.filter((release) => !isPlanned(release) && isPast(release)),
  };
}
