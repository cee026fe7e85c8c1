import { getLocalTimeZone, parseAbsolute } from "@internationalized/date";
import { Button } from "react-aria-components/Button";
import { Calendar, CalendarCell, CalendarGrid } from "react-aria-components/Calendar";
import { DateInput, DateSegment } from "react-aria-components/DateField";
import { DatePicker } from "react-aria-components/DatePicker";
import { Dialog } from "react-aria-components/Dialog";
import { FieldError } from "react-aria-components/FieldError";
import { Group } from "react-aria-components/Group";
import { Heading } from "react-aria-components/Heading";
import { Label } from "react-aria-components/Label";
import { Popover } from "react-aria-components/Popover";
import { Text } from "react-aria-components/Text";
import styles from "./date-time-field.module.css";
import field from "./field.module.css";
import { Icon } from "./icon.tsx";

interface Props {
  readonly label: string;
  readonly description?: string;
  /** ISO 8601; null: none yet. */
  readonly value: string | null;
  readonly onChange: (at: string | null) => void;
  /** In whose time it is entered; the zone stands in the field. */
  readonly zone?: "utc" | "local";
  readonly problem?: string | undefined;
}

/** A moment to the minute, typed or picked from a calendar. */
export function DateTimeField({ label, description, value, onChange, zone = "utc", problem }: Props) {
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
      <Group className={styles.group ?? ""}>
        <DateInput className={styles.input ?? ""}>
          {(segment) => <DateSegment segment={segment} className={styles.segment ?? ""} />}
        </DateInput>
        <Button className={styles.open ?? ""}>
          <Icon name="calendar" size="small" />
        </Button>
      </Group>
      {description && (
        <Text slot="description" className={field.description ?? ""}>
          {description}
        </Text>
      )}
      <FieldError className={field.error ?? ""}>{problem}</FieldError>
      <Popover className={`${field.popover} ${styles.popover}`}>
        <Dialog className={styles.dialog ?? ""}>
          <Month />
        </Dialog>
      </Popover>
    </DatePicker>
  );
}

/** The days of a month to pick one from. */
export function Month() {
  return (
    <Calendar>
      <header className={styles.header}>
        <Button slot="previous" className={styles.open ?? ""}>
          <Icon name="left" size="small" />
        </Button>
        <Heading level={2} className={styles.month ?? ""} />
        <Button slot="next" className={styles.open ?? ""}>
          <Icon name="right" size="small" />
        </Button>
      </header>
      <CalendarGrid className={styles.grid ?? ""}>
        {(date) => <CalendarCell date={date} className={styles.cell ?? ""} />}
      </CalendarGrid>
    </Calendar>
  );
}

/** As the API gives instants: no milliseconds where there are none. */
function toInstant(date: Date): string {
  return date.toISOString().replace(".000Z", "Z");
}
