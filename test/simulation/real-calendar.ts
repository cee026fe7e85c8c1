import { readFileSync } from "node:fs";
import { readCalendarText } from "../../src/cli/calendar-text.ts";
import type { Wish } from "../../src/simulation/simulation-wish.ts";

const FILE = new URL("../../demo/release-calendar.json", import.meta.url);

/** A wish over the real calendar. */
export function wishFor(numbers: Omit<Wish, "calendar">): Wish {
  const calendar = readCalendarText("release-calendar.json", readFileSync(FILE, "utf8"));
  if (!calendar.ok) throw new Error(calendar.error.message);
  return { calendar: calendar.value, ...numbers };
}
