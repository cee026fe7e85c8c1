import type { Shape } from "../client/shape.ts";
import { formatInstant, type Instant, parseInstant } from "../instant.ts";

/** Rows as aligned columns, the first row being the headings. */
export function formatColumns(rows: readonly (readonly string[])[]): string {
  const widths = (rows[0] ?? []).map((_, column) =>
    Math.max(...rows.map((row) => (row[column] ?? "").length)),
  );
  const lines = rows.map((row) => row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join("  "));
  return lines.map((line) => line.trimEnd()).join("\n");
}

/** `2025-04-29 UTC`, or `2025-04-29 08:30 UTC` if it is not midnight. A text that is not a moment is shown unchanged. */
export function showInstant(moment: Instant | string | null): string {
  if (moment === null) return "-";
  if (typeof moment === "number") return showMoment(moment);
  const parsed = parseInstant(moment);
  return parsed.ok ? showMoment(parsed.value) : moment;
}

function showMoment(instant: Instant): string {
  const [date = "", time = ""] = formatInstant(instant).split("T");
  return time.startsWith("00:00:00.000") ? `${date} UTC` : `${date} ${time.slice(0, 5)} UTC`;
}

/** `automatic`, `latest, 4 weeks`, `slow, 1 week`. */
export function showSchedule({ cadence, deferralWeeks: weeks = 0 }: Shape<"Schedule">): string {
  if (cadence === "automatic") return "automatic";
  return `${cadence}, ${weeks} ${weeks === 1 ? "week" : "weeks"}`;
}

/** `1 customer`, `2 customers`. */
export function countText(number: number, word: string): string {
  return `${number} ${word}${number === 1 ? "" : "s"}`;
}
