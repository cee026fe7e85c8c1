import { useIntl } from "react-intl";
import { formatDayAndTime, formatLocalDay, formatLocalTime } from "./instant-formats.ts";

interface Props {
  /** An ISO 8601 instant, as the API gives it. */
  readonly at: string;
  /** The day and the time with the short name of the zone, or, in the column of a list, the day alone. */
  readonly show?: "time" | "day";
}

/** When something was done or asked, such as a change or a check: in the person's own time zone. */
export function LocalTime({ at, show = "time" }: Props) {
  const intl = useIntl();
  return (
    <time dateTime={at} title={formatDayAndTime(intl, at)}>
      {show === "time" ? formatLocalTime(intl, at) : formatLocalDay(intl, at)}
    </time>
  );
}
