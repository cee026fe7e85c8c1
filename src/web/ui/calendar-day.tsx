import { Button } from "react-aria-components/Button";
import { DialogTrigger } from "react-aria-components/Dialog";
import { Popover } from "react-aria-components/Popover";
import { useIntl } from "react-intl";
import styles from "./calendar-day.module.css";
import field from "./field.module.css";
import { formatDay, formatDayAndTime, formatLocalTime } from "./instant-formats.ts";

interface Props {
  /** An ISO 8601 instant, as the API gives it. */
  readonly at: string;
  /** The day alone, always with its time in UTC, or with it if that is not midnight. */
  readonly show?: "day" | "time" | "exact";
  /** A press on the day shows the same moment where the person is, which is printed beside it, too. */
  readonly hasHint?: boolean;
}

/**
 * A day of the calendar, such as the date of a release: in UTC, the same for everybody, wherever they look from.
 *
 * A day with a hint is a stop of the keyboard. So hints are where one day is the subject: a panel, a sentence. Grids,
 * long tables and whatever is a button or a link itself have none; at the foot of each page stands what holds for all.
 */
export function CalendarDay({ at, show = "day", hasHint = false }: Props) {
  const intl = useIntl();
  const local = intl.formatMessage({ id: "frame.day.local" }, { at: formatLocalTime(intl, at) });
  const isTimed = show === "time" || (show === "exact" && !isMidnight(at));
  const day = (
    <time dateTime={at} title={local} data-local={local}>
      {isTimed ? formatDayAndTime(intl, at) : formatDay(intl, at)}
    </time>
  );
  if (!hasHint) return day;
  return (
    <DialogTrigger>
      <Button className={styles.hinted ?? ""}>{day}</Button>
      <Popover className={`${field.popover} ${styles.hint}`} placement="top">
        <p>
          <b>{formatDayAndTime(intl, at)}</b>
        </p>
        <p>{local}</p>
      </Popover>
    </DialogTrigger>
  );
}

function isMidnight(at: string): boolean {
  return Date.parse(at) % DAY_MS === 0;
}

const DAY_MS = 86_400_000;
