import { formatInstant, type Instant } from "../instant.ts";
import type { Schedule } from "../policy/schedule.ts";

/** Rows as aligned columns, the first row being the headings. */
export function formatColumns(rows: readonly (readonly string[])[]): string {
  const widths = (rows[0] ?? []).map((_, column) =>
    Math.max(...rows.map((row) => (row[column] ?? "").length)),
  );
  const lines = rows.map((row) => row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join("  "));
  return lines.map((line) => line.trimEnd()).join("\n");
}

/** `2025-04-29`, or `2025-04-29 08:30 UTC` where it is not midnight. */
export function showInstant(instant: Instant | null): string {
  if (instant === null) return "-";
  const [date = "", time = ""] = formatInstant(instant).split("T");
  return time.startsWith("00:00:00.000") ? date : `${date} ${time.slice(0, 5)} UTC`;
}

/** `automatic`, `latest, 4 weeks`, `slow, 1 week`. */
export function showSchedule(schedule: Schedule): string {
  if (schedule.cadence === "automatic") return "automatic";
  const weeks = schedule.deferralWeeks;
  return `${schedule.cadence}, ${weeks} ${weeks === 1 ? "week" : "weeks"}`;
}
