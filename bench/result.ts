/** One measured row: what, how much, against what (null: nothing), and the goal. */
export interface Result {
  readonly name: string;
  /** How many a second, or how much of `unit`. */
  readonly value: number;
  /** Where the row is no rate: what `value` counts. */
  readonly unit?: Unit;
  /** What it is of the yardstick, the middle of the rounds measured in turn; null: the goal is absolute. */
  readonly ratio: number | null;
  /**
   * Of a rate the least that is good: of the ratio where there is one, otherwise of the rate. Of an amount the most. Null: the row
   * is for information.
   */
  readonly goal: number | null;
}

export type Unit = "bytes" | "seconds" | "ms" | "µs";

/** A row against a yardstick: the middle of the rounds, and the middle of what they were of the yardstick's own. */
export function compared(
  row: Pick<Result, "name" | "unit" | "goal">,
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

/** Null: there is no goal. */
function isReached({ value, unit, ratio, goal }: Result): boolean | null {
  if (goal === null) return null;
  return unit ? value <= goal : (ratio ?? value) >= goal;
}

function formatGoal({ unit, ratio, goal }: Result): string {
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

/** The value that this share of all is not above; NaN where there is none. */
export function percentile(values: ArrayLike<number>, share: number): number {
  const sorted = Float64Array.from(values).sort();
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
}
