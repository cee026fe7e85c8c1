import { InstantText } from "../ui/instant-text.tsx";

/** A day of the server's counting, which is that of UTC. */
export function DayText({ day }: { day: string }) {
  return <InstantText at={`${day}T12:00:00Z`} />;
}
