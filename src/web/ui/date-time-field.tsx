import { getLocalTimeZone, parseAbsolute } from "@internationalized/date";
import { DatePicker } from "react-aria-components/DatePicker";
import { FieldError } from "react-aria-components/FieldError";
import { Label } from "react-aria-components/Label";
import { Text } from "react-aria-components/Text";
import { useIntl } from "react-intl";
import styles from "./date-time-field.module.css";
import field from "./field.module.css";
import { formatLocalTime, localZoneName } from "./instant-formats.ts";
import { DateParts, MonthPopover } from "./picked-date.tsx";

interface Props {
  readonly label: string;
  readonly description?: string;
  /** An ISO 8601 instant, or null if none is entered. */
  readonly value: string | null;
  readonly onChange: (at: string | null) => void;
  /** The time zone in which it is entered, which the field shows: UTC for a date of the calendar. */
  readonly zone: "utc" | "local";
  readonly problem?: string | undefined;
}

/** An instant to the minute, typed or chosen from a calendar. Below one in UTC stands when that is where the person is. */
export function DateTimeField({ label, description, value, onChange, zone, problem }: Props) {
  const local = useLocalTime(zone === "utc" ? value : null);
  const timeZone = zone === "utc" ? "UTC" : getLocalTimeZone();
  return (
    <DatePicker
      className={`${field.field} ${styles.picker}`}
      granularity="minute"
      hourCycle={24}
      isInvalid={problem !== undefined}
      validationBehavior="aria"
      shouldCloseOnSelect={false}
      placeholderValue={parseAbsolute("2026-01-01T00:00:00Z", timeZone)}
      value={value === null ? null : parseAbsolute(value, timeZone)}
      onChange={(chosen) => onChange(chosen ? toInstant(chosen.toDate()) : null)}
    >
      <Label className={field.label ?? ""}>{label}</Label>
      <DateParts />
      {(description || local) && (
        <Text slot="description" className={field.description ?? ""}>
          {[description, local].filter(Boolean).join(" ")}
        </Text>
      )}
      <FieldError className={field.error ?? ""}>{problem}</FieldError>
      <MonthPopover />
    </DatePicker>
  );
}

/** The words for an instant in the person's time zone, or null if that is UTC or no instant is entered. */
function useLocalTime(at: string | null): string | null {
  const intl = useIntl();
  if (at === null || localZoneName(intl, at) === null) return null;
  return intl.formatMessage({ id: "frame.day.local" }, { at: formatLocalTime(intl, at) });
}

/** Formats an instant as the API does: without milliseconds that are zero. */
function toInstant(date: Date): string {
  return date.toISOString().replace(".000Z", "Z");
}
