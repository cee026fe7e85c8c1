import type { CalendarEntry } from "../catalog/calendar.ts";
import type { Instant } from "../instant.ts";
import { NEVER, type Opening } from "./gates/opening.ts";

/** The times of an entry, kept by its history, which never changes. */
const PUBLISHED = new WeakMap<CalendarEntry["history"], Opening>();

/** R33: when a release was and is published: the time in which its rollout goes on. */
export function publishedTimes({ history }: CalendarEntry): Opening {
  const known = PUBLISHED.get(history);
  if (known) return known;
  let times: Opening | null = null;
  let until = Number.POSITIVE_INFINITY;
  for (const { knownAt, release } of history.toReversed()) {
    if (release.state === "published" && knownAt < until) times = before({ from: knownAt, until }, times);
    until = knownAt;
  }
  const found = times ?? NEVER;
  PUBLISHED.set(history, found);
  return found;
}

/** Times with a span before them, which they go on with if it ends where they begin. */
function before({ from, until }: Omit<Opening, "next">, times: Opening | null): Opening {
  return times?.from === until
    ? { from, until: times.until, next: times.next }
    : { from, until, next: times };
}

/** R33: when the open time since an instant reaches a number of milliseconds, or null if it never does. */
export function reachedAt(times: Opening, since: Instant, milliseconds: number): Instant | null {
  let missing = milliseconds;
  for (let span: Opening | null = times; span; span = span.next) {
    const from = Math.max(span.from, since);
    const open = span.until - from;
    if (!(open > 0)) continue;
    if (missing < open) return (from + missing) as Instant;
    missing -= open;
  }
  return null;
}

/** R33: the milliseconds of open time from one instant to another. */
export function openBetween(times: Opening, since: Instant, at: Instant): number {
  let open = 0;
  for (let span: Opening | null = times; span && span.from < at; span = span.next) {
    open += Math.max(0, Math.min(span.until, at) - Math.max(span.from, since));
  }
  return open;
}
