import type { Adoption } from "../data/adoption.ts";

type Day = Adoption["days"][number];

/** One colour of the chart: a version, those that are too few for one of their own, or those that do not say. */
export interface Series {
  /** A version as text, `other`, or `unsaid`. */
  readonly key: string;
  /** For each day. */
  readonly counts: readonly number[];
}

export interface History {
  readonly days: readonly string[];
  /** The newest version first; at the end the others and those that do not say. */
  readonly series: readonly Series[];
  /** The most installations on one day. */
  readonly most: number;
}

/** So many versions have a colour of their own. */
const MOST_SERIES = 5;

/** The days as a chart shows them. The versions that most ran, on their best day, stand alone. */
export function toHistory(days: readonly Day[]): History {
  const best = new Map<string, number>();
  const order: string[] = [];
  for (const { versions } of [...days].reverse()) {
    for (const { version, installations } of versions) {
      if (version === null) continue;
      if (!best.has(version)) order.push(version);
      best.set(version, Math.max(best.get(version) ?? 0, installations));
    }
  }
  const own = new Set(
    [...best]
      .sort(([, a], [, b]) => b - a)
      .slice(0, MOST_SERIES)
      .map(([key]) => key),
  );
  const keys = [...order.filter((key) => own.has(key)).sort(newestFirst), "other", "unsaid"];
  const keyOf = (version: string | null) =>
    version === null ? "unsaid" : own.has(version) ? version : "other";
  const counted = days.map(({ versions }) => {
    const counts = new Map<string, number>();
    for (const { version, installations } of versions) {
      const key = keyOf(version);
      counts.set(key, (counts.get(key) ?? 0) + installations);
    }
    return counts;
  });
  const series = keys.map((key) => ({ key, counts: counted.map((counts) => counts.get(key) ?? 0) }));
  const totals = counted.map((counts) => [...counts.values()].reduce((sum, count) => sum + count, 0));
  return {
    days: days.map(({ day }) => day),
    series: series.filter(({ counts }) => counts.some((count) => count > 0)),
    most: Math.max(0, ...totals),
  };
}

function newestFirst(one: string, other: string): number {
  return other.localeCompare(one, "en", { numeric: true });
}
