import type { ItemOf } from "../client/operation.ts";
import { actorInWords } from "../tenancy/shown-actor.ts";
import { formatColumns, showInstant } from "./format-text.ts";

type Event = ItemOf<"/v1/adminAudit/events">;

/** Changes as people read them: when, who, what was done, and to whom or what. */
export function auditText(events: readonly Event[]): string {
  if (events.length === 0) return "No change matches.";
  return formatColumns([
    ["ENTRY", "AT", "WHO", "ROLE", "WHAT", "ABOUT"],
    ...events.map((event) => [
      String(event.sequence),
      showInstant(event.created),
      actorInWords(event.actor),
      event.actor.role,
      event.action.replaceAll("_", " "),
      `${event.subject.replaceAll("_", " ")} ${nameOf(event)}`,
    ]),
  ]);
}

/** A record's name or version, or its id if it has neither. */
function nameOf({ subjectId, before, after }: Event): string {
  const record = after ?? before;
  if (typeof record !== "object" || record === null) return subjectId;
  for (const field of ["name", "displayName", "version"]) {
    const value: unknown = Reflect.get(record, field);
    if (typeof value === "string") return value;
  }
  return subjectId;
}
