import { FormattedMessage } from "react-intl";
import type { Schedule } from "./schedule.ts";

interface Props {
  readonly schedule: Schedule;
  /** The schedule that a sentence goes from or to: some languages join the preposition with its article. */
  readonly place?: "from" | "to";
}

/** A schedule in a few words, such as "Slow, 8 weeks". */
export function ScheduleText({ schedule, place }: Props) {
  const { cadence, deferralWeeks: weeks = 0 } = schedule;
  return <FormattedMessage id={`schedule.text.${cadence}`} values={{ weeks, place: place ?? "alone" }} />;
}
