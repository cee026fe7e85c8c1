import type { Command } from "commander";
import type { Answer } from "../client/answer.ts";
import type { Shape } from "../client/shape.ts";
import type { Schedule } from "../policy/schedule.ts";
import { ok, type Result } from "../result.ts";
import { type Client, connect, orFailure } from "./client.ts";
import { EXIT, type Failure, fail, type Outcome } from "./command-result.ts";
import { previewText } from "./preview-text.ts";
import { answering, type Session, withExample } from "./session.ts";
import { type OwnerOptions, readOwner, readSchedule, type SettingsOwner, whose } from "./settings-owner.ts";

interface PreviewOptions extends OwnerOptions {
  readonly cadence?: string;
  readonly weeks?: string;
  readonly inherit?: boolean;
}

const ID = "6f1b0c52-0000-4000-8000-000000000001";

/** `sluice preview`: what a change of a schedule would do, which is not made. */
export function addPreviewCommand(program: Command, session: Session): void {
  const preview = whose(
    program
      .command("preview")
      .description("show what a schedule would do before it is set: who moves, is held or is out of reach"),
  )
    .option("--cadence <cadence>", "automatic, latest or slow")
    .option("--weeks <weeks>", "deferral: 0 to 4 whole weeks on latest, 0 to 12 on slow")
    .option("--inherit", "in place of a cadence: return to inheritance; for a partner: configure nothing");
  withExample(
    preview,
    `sluice preview --partner ${ID} --cadence slow --weeks 8`,
    `sluice preview --organization ${ID} --inherit`,
  ).action(answering(session, (options: PreviewOptions) => showPreview(session, options)));
}

/** Asks for the preview of what the options say; nothing is changed. */
export async function showPreview(session: Session, options: PreviewOptions): Promise<Outcome> {
  const owner = readOwner(options);
  if (!owner.ok) return owner;
  const schedule = readWanted(options);
  if (!schedule.ok) return schedule;
  const client = connect(session.terminal);
  if (!client.ok) return client;
  const answer = await askPreview(client.value, owner.value, schedule.value);
  if (!answer.ok) return answer;
  const { body } = answer.value;
  return ok({ text: previewText(body), json: body });
}

/** Only an organization can inherit; a partner that configures nothing has no schedule. */
function askPreview(
  { api }: Client,
  { kind, id }: SettingsOwner,
  schedule: Schedule | "inherit",
): Promise<Result<Answer<Shape<"PreviewAnswer">>, Failure>> {
  const params = { path: { id } };
  if (kind === "organization") {
    const body = { schedule };
    return orFailure(api.POST("/v1/organizations/{id}/release-settings/preview", { params, body }));
  }
  const body = { schedule: schedule === "inherit" ? null : schedule };
  return orFailure(api.POST("/v1/partners/{id}/release-settings/preview", { params, body }));
}

/** What goes to the server as the schedule. Refuses `schedule_missing` and what is no schedule. */
function readWanted({ cadence, weeks, inherit }: PreviewOptions): Result<Schedule | "inherit", Failure> {
  const isBoth = inherit && (cadence !== undefined || weeks !== undefined);
  if (isBoth || (!inherit && cadence === undefined)) {
    const message = "Give the change to preview: either --cadence with --weeks, or --inherit";
    return fail(EXIT.usage, { code: "schedule_missing", message });
  }
  return cadence === undefined ? ok("inherit") : readSchedule(cadence, weeks);
}
