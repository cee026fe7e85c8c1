import type { Version } from "../catalog/version.ts";
import type { Cadence } from "../policy/schedule.ts";
import type { AdoptionLog } from "./adoption-log.ts";
import type { VersionRanks } from "./version-ranks.ts";

/** A release line (`46.3`, the first two numbers) and its share of the installations on each day, from 0 to 1. */
export interface LineShares {
  readonly line: string;
  readonly shares: readonly number[];
}

/** The adoption of each release line by a cadence, or by all if null; the oldest line first, without unused lines. */
export function lineShares(
  adoption: AdoptionLog,
  ranks: VersionRanks,
  cadence: Cadence | null,
): readonly LineShares[] {
  const lines = [...new Set(ranks.versions.map(lineOf))];
  const lineNumbers = ranks.versions.map((version) => lines.indexOf(lineOf(version)));
  const shares = lines.map((): number[] => []);
  for (let day = 0; day < adoption.days; day++) {
    const sums = lines.map(() => 0);
    adoption.runningOn(day, cadence).forEach((count, rank) => {
      const number = lineNumbers[rank] ?? 0;
      sums[number] = (sums[number] ?? 0) + count;
    });
    const all = Math.max(
      1,
      sums.reduce((a, b) => a + b, 0),
    );
    sums.forEach((sum, number) => {
      shares[number]?.push(sum / all);
    });
  }
  return lines
    .map((line, number) => ({ line, shares: shares[number] ?? [] }))
    .filter((one) => one.shares.some((share) => share > 0));
}

function lineOf({ parts }: Version): string {
  return parts.slice(0, 2).join(".");
}
