import { FormattedMessage } from "react-intl";
import type { Schedule } from "./schedule.ts";

/** A schedule in a few words, such as "Slow, 8 weeks". */
export function ScheduleText({ schedule }: { schedule: Schedule }) {
  const { cadence, deferralWeeks: weeks = 0 } = schedule;
  return <FormattedMessage id={`schedule.text.${cadence}`} values={{ weeks }} />;
}
