import { InstantText } from "../ui/instant-text.tsx";

/** A day of the history, which the server counts in UTC. */
export function DayText({ day }: { day: string }) {
  return <InstantText at={`${day}T12:00:00Z`} />;
}
