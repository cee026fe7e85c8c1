import { Button } from "react-aria-components/Button";
import { Calendar, CalendarCell, CalendarGrid } from "react-aria-components/Calendar";
import { DateInput, DateSegment } from "react-aria-components/DateField";
import { Dialog } from "react-aria-components/Dialog";
import { Group } from "react-aria-components/Group";
import { Heading } from "react-aria-components/Heading";
import { Popover } from "react-aria-components/Popover";
import styles from "./date-time-field.module.css";
import field from "./field.module.css";
import { Icon } from "./icon.tsx";

/** Inside a DatePicker: the parts to type, and the button that opens the calendar. */
export function DateParts() {
  return (
    <Group className={styles.group ?? ""}>
      <DateInput className={styles.input ?? ""}>
        {(segment) => <DateSegment segment={segment} className={styles.segment ?? ""} />}
      </DateInput>
      <Button className={styles.open ?? ""}>
        <Icon name="calendar" size="small" />
      </Button>
    </Group>
  );
}

/** Inside a DatePicker: the days of a month to choose from. */
export function MonthPopover() {
  return (
    <Popover className={`${field.popover} ${styles.popover}`}>
      <Dialog className={styles.dialog ?? ""}>
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
      </Dialog>
    </Popover>
  );
}
