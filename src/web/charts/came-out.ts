import type { DrawnRelease } from "./drawn-shapes.ts";

/** Releases that came out until now, on the automatic channel first; the last one first. */
export function cameOut(
  calendar: readonly DrawnRelease[],
  now: number = Date.now(),
): readonly DrawnRelease[] {
  return calendar
    .filter(({ state, automaticAt }) => {
      const isOut = state === "published" || state === "paused";
      return isOut && Date.parse(automaticAt) <= now;
    })
    .sort((a, b) => Date.parse(b.automaticAt) - Date.parse(a.automaticAt));
}

/** The day of an instant in UTC: `2026-12-01`. */
export function dayOf(at: string | number): string {
  return new Date(at).toISOString().slice(0, 10);
}
