/** One measured row: what, how much, compared with what (or null if nothing), and the goal. */
export interface Result {
  readonly name: string;
  /** A rate per second, or an amount of `unit`. */
  readonly value: number;
  /** The unit of `value`, if the row is no rate. */
  readonly unit?: Unit;
  /** The ratio to the yardstick, as the median of alternating rounds, or null if the goal is absolute. */
  readonly ratio: number | null;
  /**
   * The goal, or null if the row is for information: the least ratio, or the least rate without a ratio, or the largest
   * amount.
   */
  readonly goal: number | null;
  /** The largest ratio, for an amount whose yardstick is measured beside it. */
  readonly mostRatio?: number;
}

export type Unit = "bytes" | "seconds" | "ms" | "µs" | "%";

/** A row compared with a yardstick: the median of the rounds, and the median of their ratios to the yardstick's. */
export function compared(
  row: Pick<Result, "name" | "unit" | "goal" | "mostRatio">,
  rounds: readonly number[],
  yardstick: readonly number[],
): Result {
  const ratio = median(rounds.map((value, round) => value / (yardstick[round] ?? Number.NaN)));
  return { ...row, value: median(rounds), ratio };
}

/** A Markdown table of results. */
export function formatResults(results: readonly Result[]): string {
  return [
    "| what | measured | ratio | goal | reached |",
    "|---|---:|---:|---:|---|",
    ...results.map(formatResult),
  ].join("\n");
}

function formatResult(result: Result): string {
  const { name, value, unit, ratio } = result;
  const reached = isReached(result);
  const cells = [
    name,
    formatAmount(value, unit),
    ratio?.toFixed(2) ?? "",
    formatGoal(result),
    reached === null ? "" : reached ? "yes" : "NO",
  ];
  return `| ${cells.join(" | ")} |`;
}

/** Whether a row reaches its goal, or null if it has none. */
function isReached({ value, unit, ratio, goal, mostRatio }: Result): boolean | null {
  if (mostRatio !== undefined) return ratio !== null && ratio <= mostRatio;
  if (goal === null) return null;
  return unit ? value <= goal : (ratio ?? value) >= goal;
}

function formatGoal({ unit, ratio, goal, mostRatio }: Result): string {
  if (mostRatio !== undefined) return `ratio at most ${mostRatio.toFixed(2)}`;
  if (goal === null) return "";
  if (unit) return `at most ${goal.toLocaleString("en")} ${unit}`;
  return ratio === null ? formatAmount(goal) : `ratio ${goal.toFixed(2)}`;
}

function formatAmount(value: number, unit?: Unit): string {
  const digits = unit === undefined || value >= 1_000 ? 0 : value < 10 ? 2 : 1;
  const shown = value.toLocaleString("en", { minimumFractionDigits: digits, maximumFractionDigits: digits });
  return `${shown} ${unit ?? "a second"}`;
}

export function median(values: readonly number[]): number {
  return percentile(values, 0.5);
}

/** The quantile: the value that this share of all values does not exceed, or NaN if there are none. */
export function percentile(values: ArrayLike<number>, share: number): number {
  const sorted = Float64Array.from(values).sort();
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
}
