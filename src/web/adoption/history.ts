import type { DrawnDay } from "../charts/drawn-shapes.ts";
import { SHADES } from "../charts/shades.ts";

/**
 * One colour of the chart: a version, all versions that are too rare for their own or not counted by name, or
 * installations that report none.
 */
export interface Series {
  /** A version as text, `other`, or `unreported`. */
  readonly key: string;
  /** Installations on each day. */
  readonly counts: readonly number[];
}

export interface History {
  readonly days: readonly string[];
  /** The newest version first; the others and those that report none are last. */
  readonly series: readonly Series[];
  /** The most installations on one day. */
  readonly most: number;
}

/** Days as a chart shows them. The newest version and those with the most installations on any one day are shown each on its own. */
export function toHistory(days: readonly DrawnDay[]): History {
  const best = new Map<string, number>();
  const order: string[] = [];
  for (const { versions } of [...days].reverse()) {
    for (const { version, installations } of versions) {
      if (version === null) continue;
      if (!best.has(version)) order.push(version);
      best.set(version, Math.max(best.get(version) ?? 0, installations));
    }
  }
  const newest = [...order].sort(newestFirst).slice(0, 1);
  const mostFirst = [...best].sort(([, a], [, b]) => b - a).map(([key]) => key);
  const own = new Set([...new Set([...newest, ...mostFirst])].slice(0, SHADES));
  const keys = [...order.filter((key) => own.has(key)).sort(newestFirst), "other", "unreported"];
  const keyOf = (version: string | null) =>
    version === null ? "unreported" : own.has(version) ? version : "other";
  const counted = days.map(({ versions, otherVersions }) => {
    const counts = new Map<string, number>([["other", otherVersions]]);
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
