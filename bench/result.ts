/** One measured row: what, how many a second (or how much, in its own unit), against what (null: nothing), and the goal in its own unit. */
export interface Result {
  readonly name: string;
  readonly perSecond: number;
  /** What it is of the yardstick, the middle of the rounds measured in turn; null: the goal is absolute. */
  readonly ratio: number | null;
  /** A ratio where there is one, otherwise a rate; null: the row is for information. */
  readonly goal: number | null;
  /** Where the row is no rate: what `perSecond` is then; the goal is the most that is good. */
  readonly unit?: "bytes" | "seconds";
}

/** A Markdown table of results. */
export function formatResults(results: readonly Result[]): string {
  return [
    "| what | a second, or as said | ratio | goal | reached |",
    "|---|---:|---:|---:|---|",
    ...results.map(formatResult),
  ].join("\n");
}

function formatResult(result: Result): string {
  const { name, perSecond, ratio, goal, unit } = result;
  if (unit) return formatAmount(result, unit);
  const reached = goal === null ? "" : (ratio ?? perSecond) >= goal ? "yes" : "NO";
  const shownGoal = goal === null ? "" : ratio === null ? formatRate(goal) : goal.toFixed(2);
  return `| ${name} | ${formatRate(perSecond)} | ${ratio?.toFixed(2) ?? ""} | ${shownGoal} | ${reached} |`;
}

function formatAmount({ name, perSecond, goal }: Result, unit: string): string {
  const reached = goal === null ? "" : perSecond <= goal ? "yes" : "NO";
  const most = goal === null ? "" : `at most ${goal} ${unit}`;
  return `| ${name} | ${perSecond.toFixed(1)} ${unit} | | ${most} | ${reached} |`;
}

function formatRate(rate: number): string {
  return Math.round(rate).toLocaleString("en");
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}
