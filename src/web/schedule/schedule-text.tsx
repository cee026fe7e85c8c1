import { type IntlShape, useIntl } from "react-intl";
import type { Schedule } from "./schedule.ts";

/** The schedule that a sentence goes from or to: some languages join the preposition with its article. */
type Place = "from" | "to";

/** A schedule in a few words, such as "Slow, 8 weeks". */
export function scheduleText(
  intl: IntlShape,
  { cadence, deferralWeeks: weeks = 0 }: Schedule,
  place?: Place,
): string {
  return intl.formatMessage({ id: `schedule.text.${cadence}` }, { weeks, place: place ?? "alone" });
}

/** The same on the page. */
export function ScheduleText({ schedule, place }: { readonly schedule: Schedule; readonly place?: Place }) {
  return <>{scheduleText(useIntl(), schedule, place)}</>;
}
