import { MAX_DEFERRAL_WEEKS } from "../../policy/schedule.ts";
import type { DatedRelease } from "../data/releases.ts";

const DAY_MS = 86_400_000;
const WEEK_MS = 7 * DAY_MS;
/** How wide a day is drawn. */
const DAY_WIDTH = 4;

/** From when to when a timeline goes, in milliseconds. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** Over what time one channel's customers get a release: from its date to the longest deferral after it. */
export interface ChannelSpan {
  readonly from: number;
  readonly to: number;
}

export function latestSpan({ automaticAt }: Pick<DatedRelease, "automaticAt">): ChannelSpan {
  return spanFrom(automaticAt, MAX_DEFERRAL_WEEKS.latest);
}

/** Null: not on the slow channel. */
export function slowSpan({ slowAt }: Pick<DatedRelease, "slowAt">): ChannelSpan | null {
  return slowAt === null ? null : spanFrom(slowAt, MAX_DEFERRAL_WEEKS.slow);
}

function spanFrom(at: string, weeks: number): ChannelSpan {
  const from = Date.parse(at);
  return { from, to: from + weeks * WEEK_MS };
}

/** Whole months around everything that is shown, and around today. */
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

/** The first instants of its months. */
export function monthsOf({ start, end }: Span): readonly number[] {
  const months: number[] = [];
  for (let at = start; at < end; at = monthStart(at, 1)) months.push(at);
  return months;
}

/** Where on the timeline an instant is. */
export function placeOf(at: number, { start }: Span): number {
  return Math.round(((at - start) / DAY_MS) * DAY_WIDTH);
}

export function widthOf(span: Span): number {
  return placeOf(span.end, span);
}

/** How long a release that is out counts as current, beyond what its longest deferral says. */
const CURRENT_MS = 13 * WEEK_MS;

/** Whether somebody may still wait for it, or it came out lately. */
export function isCurrent(release: DatedRelease, now: number): boolean {
  return (slowSpan(release)?.to ?? 0) > now || Date.parse(release.automaticAt) > now - CURRENT_MS;
}
