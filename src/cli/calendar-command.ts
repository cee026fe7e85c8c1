import { readFile } from "node:fs/promises";
import type { Command } from "commander";
import { formatVersion } from "../catalog/version.ts";
import { newIdempotencyKey } from "../client/idempotency-key.ts";
import type { Shape } from "../client/shape.ts";
import type { CalendarLine } from "../contract/calendar-file.ts";
import { decodeText } from "../contract/text-encoding.ts";
import { formatInstant } from "../instant.ts";
import { ok, type Result } from "../result.ts";
import { readCalendarText } from "./calendar-text.ts";
import { connect, orFailure } from "./client.ts";
import { EXIT, type Failure, fail, type Outcome } from "./command-result.ts";
import { byVersion, isOfVersion, type ListedRelease, listReleases } from "./find-release.ts";
import { releasesText } from "./releases-text.ts";
import { answering, JSON_OPTION, type Session, withExample } from "./session.ts";

const NEW_STATES = ["planned", "published"] as const;
type NewState = (typeof NEW_STATES)[number];

/** `sluice calendar import | show` */
export function addCalendarCommand(program: Command, session: Session): void {
  const calendar = withExample(
    program.command("calendar").description("import and show the calendar of releases"),
    "sluice calendar import calendar.json",
  );
  const importing = calendar
    .command("import <file>")
    .description(
      "import releases with their dates from JSON or CSV: all of them, or none where a line is wrong",
    )
    .option("--state <state>", "state of releases that are new: planned or published", "planned")
    .option(...JSON_OPTION);
  withExample(
    importing,
    "sluice calendar import calendar.json",
    "sluice calendar import calendar.csv --state published",
  ).action(
    answering(session, (path: string, options: { state: string }) =>
      importCalendar(session, path, options.state),
    ),
  );
  withExample(
    calendar
      .command("show")
      .description("show the calendar, the next date last")
      .option(...JSON_OPTION),
    "sluice calendar show",
  ).action(answering(session, () => showCalendar(session)));
}

/** Releases that are there already keep their state, unless the file says another. */
async function importCalendar(session: Session, path: string, said: string): Promise<Outcome> {
  const newState = NEW_STATES.find((state) => state === said);
  if (!newState) {
    const message = `--state is "${said}"; use ${NEW_STATES.join(" or ")}`;
    return fail(EXIT.usage, { code: "state_unknown", message });
  }
  const lines = await readLines(path);
  if (!lines.ok) return lines;
  const client = connect(session.terminal);
  if (!client.ok) return client;
  const known = await listReleases(client.value);
  if (!known.ok) return known;
  const releases = lines.value.map((line) => toWire(line, known.value, newState));
  const sent = { body: { releases }, idempotencyKey: newIdempotencyKey() };
  const answer = await orFailure(client.value.api.POST("/v1/imports/calendar", sent));
  if (!answer.ok) return answer;
  const { created, changed, unchanged } = answer.value.body;
  return ok({
    text: `${created} created, ${changed} changed, ${unchanged} unchanged.`,
    json: answer.value.body,
  });
}

async function readLines(path: string): Promise<Result<readonly CalendarLine[], Failure>> {
  let text: string;
  try {
    text = decodeText(await readFile(path));
  } catch {
    return fail(EXIT.usage, {
      code: "file_unreadable",
      message: `${path} cannot be read; give a JSON or CSV file`,
    });
  }
  const lines = readCalendarText(path, text);
  if (lines.ok) return lines;
  return fail(EXIT.usage, {
    ...lines.error,
    message: `${path}, ${lines.error.message}. Nothing was imported.`,
  });
}

function toWire(
  line: CalendarLine,
  known: readonly ListedRelease[],
  newState: NewState,
): Shape<"ReleaseBody"> {
  const isKnown = known.some((release) => isOfVersion(release, line.version));
  const state = line.state ?? (isKnown ? undefined : newState);
  return {
    version: formatVersion(line.version),
    automaticAt: formatInstant(line.automaticAt),
    slowAt: line.slowAt === null ? null : formatInstant(line.slowAt),
    ...(state && { state }),
    ...(line.limits as Pick<Shape<"ReleaseBody">, keyof typeof line.limits>),
  };
}

async function showCalendar(session: Session): Promise<Outcome> {
  const client = connect(session.terminal);
  if (!client.ok) return client;
  const listed = await listReleases(client.value);
  if (!listed.ok) return listed;
  const byDate = [...listed.value].sort(
    (a, b) => Date.parse(a.automaticAt) - Date.parse(b.automaticAt) || byVersion(a, b),
  );
  return ok({ text: releasesText(byDate), json: { items: byDate } });
}
