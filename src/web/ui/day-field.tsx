import { parseDate } from "@internationalized/date";
import { Button } from "react-aria-components/Button";
import { DateInput, DateSegment } from "react-aria-components/DateField";
import { DatePicker } from "react-aria-components/DatePicker";
import { Dialog } from "react-aria-components/Dialog";
import { Group } from "react-aria-components/Group";
import { Label } from "react-aria-components/Label";
import { Popover } from "react-aria-components/Popover";
import styles from "./date-time-field.module.css";
import { Month } from "./date-time-field.tsx";
import field from "./field.module.css";
import { Icon } from "./icon.tsx";

interface Props {
  readonly label: string;
  /** Such as 2026-11-22; undefined: none. */
  readonly day: string | undefined;
  readonly onChange: (day: string | undefined) => void;
}

/** A day, typed or picked from a calendar, in the order of the person's language. */
export function DayField({ label, day, onChange }: Props) {
  return (
    <DatePicker
      className={field.field ?? ""}
      granularity="day"
      value={day === undefined ? null : parseDate(day)}
      onChange={(chosen) => onChange(chosen?.toString())}
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
      <Popover className={`${field.popover} ${styles.popover}`}>
        <Dialog className={styles.dialog ?? ""}>
          <Month />
        </Dialog>
      </Popover>
    </DatePicker>
  );
}
