import type { z } from "zod";
import type { CalendarLine } from "../../commands/releases/import-calendar.ts";
import { CalendarImportAnswer, CalendarImportBody, type ReleaseBody } from "../../contract/release.ts";
import { perform } from "../change.ts";
import { endpoint } from "../endpoint.ts";
import { toRelease } from "./create-release.ts";

export const importCalendar = endpoint({
  method: "POST",
  path: "/v1/imports/calendar",
  summary: "Enter or update a whole calendar, all or nothing; what a line leaves out stays",
  body: CalendarImportBody,
  answer: CalendarImportAnswer,
  handle: ({ actor, body }, context) =>
    perform(context, actor, { kind: "import_calendar", lines: body.releases.map(toLine) }),
});

function toLine(line: z.output<typeof ReleaseBody>): CalendarLine {
  const { version: _, ...change } = line;
  return { release: toRelease(line), change };
}
