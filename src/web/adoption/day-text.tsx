import { CalendarDay } from "../ui/calendar-day.tsx";

/** A day of the history, which the server counts in UTC. */
export function DayText({ day }: { day: string }) {
  return <CalendarDay at={`${day}T00:00:00Z`} />;
}
