import { EARLIEST, type Instant } from "../../instant.ts";

/**
 * When something is open: separate spans of time in order, each from `from` (inclusive) until `until` (exclusive).
 * `next` is the span after this one, or null if there is none. No span at all is {@link NEVER}.
 */
export interface Opening {
  readonly from: number;
  readonly until: number;
  readonly next: Opening | null;
}

const { NEGATIVE_INFINITY, POSITIVE_INFINITY } = Number;

export const ALWAYS: Opening = { from: NEGATIVE_INFINITY, until: POSITIVE_INFINITY, next: null };
/** A span of no length. */
export const NEVER: Opening = { from: POSITIVE_INFINITY, until: POSITIVE_INFINITY, next: null };

/** Open from an instant on. */
export function openFrom(from: Instant): Opening {
  return { from, until: POSITIVE_INFINITY, next: null };
}

/** Shut from `from` (inclusive) until `until` (exclusive), and open before and after. */
export function shutBetween(from: Instant, until: Instant): Opening {
  return { from: NEGATIVE_INFINITY, until: from, next: openFrom(until) };
}

export function isOpenAt(opening: Opening, at: Instant): boolean {
  for (let span: Opening | null = opening; span && span.from <= at; span = span.next) {
    if (at < span.until) return true;
  }
  return false;
}

/** The instants at which it opens or shuts. */
export function endsOf(opening: Opening): readonly Instant[] {
  const ends: Instant[] = [];
  for (let span: Opening | null = opening; span; span = span.next) {
    if (Number.isFinite(span.from)) ends.push(span.from as Instant);
    if (Number.isFinite(span.until)) ends.push(span.until as Instant);
  }
  return ends;
}

/** When both are open. */
export function both(a: Opening, b: Opening): Opening {
  if (a === ALWAYS || b === NEVER) return b;
  if (b === ALWAYS || a === NEVER) return a;
  return intersection(a, b) ?? NEVER;
}

function intersection(a: Opening | null, b: Opening | null): Opening | null {
  if (!a || !b) return null;
  const from = Math.max(a.from, b.from);
  const until = Math.min(a.until, b.until);
  const next = a.until < b.until ? intersection(a.next, b) : intersection(a, b.next);
  return from < until ? { from, until, next } : next;
}

/** When it opens for the first time, or null if it never does. One that was always open opens at the least instant. */
export function firstOpen(opening: Opening): Instant | null {
  return firstOpenFrom(opening, EARLIEST);
}

/** The times at which it is shut: before, between and after its spans. */
export function shutTimes(opening: Opening): Opening {
  return shutFrom(NEGATIVE_INFINITY, opening.from < opening.until ? opening : null) ?? NEVER;
}

/** The times from an instant on that are in none of some spans, or null if there are none. */
function shutFrom(from: number, spans: Opening | null): Opening | null {
  if (!spans) return from < POSITIVE_INFINITY ? { from, until: POSITIVE_INFINITY, next: null } : null;
  const next = shutFrom(spans.until, spans.next);
  return from < spans.from ? { from, until: spans.from, next } : next;
}

/** The first instant, not before another, at which it is open, or null if there is none. */
export function firstOpenFrom(opening: Opening, start: Instant): Instant | null {
  for (let span: Opening | null = opening; span; span = span.next) {
    const from = Math.max(span.from, start);
    if (from < span.until) return from as Instant;
  }
  return null;
}

/** When it opens next after an instant at which it is shut, or null if it is open then or never opens again. */
export function nextOpen(opening: Opening, after: Instant): Instant | null {
  for (let span: Opening | null = opening; span; span = span.next) {
    if (span.from > after) return span.from < span.until ? (span.from as Instant) : null;
    if (after < span.until) return null;
  }
  return null;
}

/** Since when it is open at an instant, or null if it is shut then. */
export function openSince(opening: Opening, at: Instant): Instant | null {
  for (let span: Opening | null = opening; span && span.from <= at; span = span.next) {
    if (at < span.until) return span.from as Instant;
  }
  return null;
}

/** An opening as text: the same text for the same spans. */
export function formatOpening(opening: Opening): string {
  const span = `${opening.from}..${opening.until}`;
  return opening.next ? `${span} ${formatOpening(opening.next)}` : span;
}
