import { parseDate } from "@internationalized/date";
import { DatePicker } from "react-aria-components/DatePicker";
import { Label } from "react-aria-components/Label";
import field from "./field.module.css";
import { DateParts, MonthPopover } from "./picked-date.tsx";

interface Props {
  readonly label: string;
  /** A day such as 2026-11-22, or undefined if none is chosen. */
  readonly day: string | undefined;
  readonly onChange: (day: string | undefined) => void;
}

/** A day, typed or chosen from a calendar, written as usual in the person's language. */
export function DayField({ label, day, onChange }: Props) {
  return (
    <DatePicker
      className={field.field ?? ""}
      granularity="day"
      value={day === undefined ? null : parseDate(day)}
      onChange={(chosen) => onChange(chosen?.toString())}
    >
      <Label className={field.label ?? ""}>{label}</Label>
      <DateParts />
      <MonthPopover />
    </DatePicker>
  );
}
