import type { Command } from "commander";
import type { Options } from "../client/operation.ts";
import type { Shape } from "../client/shape.ts";
import { parseInstant } from "../instant.ts";
import type { ReleaseEventKind } from "../policy/release-events.ts";
import { ok } from "../result.ts";
import { actorInWords } from "../tenancy/shown-actor.ts";
import { connect, orFailure } from "./client.ts";
import type { Outcome } from "./command-result.ts";
import { formatColumns, showInstant, showSchedule } from "./format-text.ts";
import { answering, JSON_OPTION, type Session, withExample } from "./session.ts";
import { readId } from "./settings-owner.ts";

type Query = Options<"GET", "/v1/organizations/{id}/year">["params"]["query"];
type Year = Shape<"getYearAnswer">;

interface YearOptions {
  readonly platform: string;
  readonly arch: string;
  readonly from?: string;
  readonly to?: string;
}

const ID = "6f1b0c52-0000-4000-8000-000000000001";

/** `sluice year`: what a new installation of an organization was offered and will be, and what happened meanwhile (R17). */
export function addYearCommand(program: Command, session: Session): void {
  const year = program
    .command("year <organization>")
    .description(
      "say what a new installation was offered and will be over a year, and what happened meanwhile",
    )
    .option("--platform <platform>", "win, mac or linux", "win")
    .option("--arch <arch>", "x64 or arm64", "x64")
    .option("--from <moment>", "the beginning, else eight months ago, or when the customer began")
    .option("--to <moment>", "the end, at most 366 days later; else a year later")
    .option(...JSON_OPTION);
  withExample(
    year,
    `sluice year ${ID}`,
    `sluice year ${ID} --platform mac --arch arm64 --from 2026-01-01`,
  ).action(answering(session, (id: string, options: YearOptions) => showYear(session, id, options)));
}

async function showYear(session: Session, given: string, options: YearOptions): Promise<Outcome> {
  const id = readId(given);
  if (!id.ok) return id;
  const client = connect(session.terminal);
  if (!client.ok) return client;
  const { platform, arch, from, to } = options;
  // What is no platform or architecture is refused by the server, which says what is allowed.
  const query = { platform, arch, from, to } as Query;
  const params = { path: { id: id.value }, query };
  const answer = await orFailure(client.value.api.GET("/v1/organizations/{id}/year", { params }));
  if (!answer.ok) return answer;
  const { body } = answer.value;
  return ok({ text: yearText(body), json: body });
}

function yearText(year: Year): string {
  const happened = happenedIn(year);
  return [
    `From ${showInstant(year.from)} to ${showInstant(year.to)}; from ${showInstant(year.now)} on as planned`,
    "",
    formatColumns([
      ["OFFERED", "FROM", "TO"],
      ...year.offers.map(({ version, from, to }) => [
        version ?? "nothing",
        showInstant(from),
        showInstant(to),
      ]),
    ]),
    ...(happened.length > 0 ? ["", formatColumns([["AT", "WHAT HAPPENED", "BY"], ...happened])] : []),
  ].join("\n");
}

/** What happened, as rows, the first one first. */
function happenedIn({ schedules, events }: Year): readonly (readonly string[])[] {
  const all = [
    ...schedules.map((one, place) => ({
      at: one.from,
      by: one.by,
      what: scheduleText(one, schedules[place - 1]),
    })),
    ...events.map((one) => ({
      at: one.at,
      by: one.by,
      what: `${one.version} ${EVENT_WORDS[one.kind](one)}`,
    })),
  ];
  return all
    .sort((a, b) => millisecondsOf(a.at) - millisecondsOf(b.at))
    .map(({ at, what, by }) => [showInstant(at), what, by ? actorInWords(by) : "-"]);
}

function millisecondsOf(moment: string): number {
  const instant = parseInstant(moment);
  return instant.ok ? instant.value : 0;
}

type Governed = Year["schedules"][number];

function scheduleText({ schedule, held }: Governed, before: Governed | undefined): string {
  const change = `schedule ${before ? `${showSchedule(before.schedule)} -> ` : ""}${showSchedule(schedule)}`;
  return held ? `${change}; what was out already is held back (R15)` : change;
}

type Event = Year["events"][number];

const EVENT_WORDS: Readonly<Record<ReleaseEventKind, (event: Event) => string>> = {
  published: () => "published",
  built: () => "has a build",
  dates_changed: ({ dueBefore, dueAt }) => `due ${dueText(dueAt)}, before ${dueText(dueBefore)}`,
  paused: () => "paused",
  resumed: () => "resumed",
  withdrawn: () => "withdrawn",
  critical: () => "critical",
  critical_ended: () => "no longer critical",
  blocked: () => "blocked for such computers",
  block_ended: () => "no longer blocked for such computers",
  floor: () => "a floor: older versions run it first",
  floor_ended: () => "no longer a floor",
  support_ended: () => "no longer supported",
  expired: () => "end of life",
};

function dueText(at: string | null): string {
  return at === null ? "never" : showInstant(at);
}
