import type { Command } from "commander";
import type { Answer } from "../client/answer.ts";
import type { CallRefusal } from "../client/refusal.ts";
import type { Schedule } from "../policy/schedule.ts";
import { ok, type Result } from "../result.ts";
import { type Client, connect, orFailure } from "./client.ts";
import type { Outcome } from "./command-result.ts";
import { showPreview } from "./preview-command.ts";
import { organizationSettingsText, partnerSettingsText } from "./schedule-text.ts";
import { answering, type Session, withExample } from "./session.ts";
import { type OwnerOptions, readOwner, readSchedule, whose } from "./settings-owner.ts";

interface SetOptions extends OwnerOptions {
  readonly cadence: string;
  readonly weeks?: string;
  readonly preview?: boolean;
}

/** The schedule to set, null to return to inheritance, or undefined to only show the settings. */
type ScheduleRequest = Schedule | null | undefined;

const ID = "6f1b0c52-0000-4000-8000-000000000001";

/** `sluice schedule get | set | clear`, for a partner's default or one organization. */
export function addScheduleCommand(program: Command, session: Session): void {
  const schedule = withExample(
    program.command("schedule").description("see and change schedules of partners and organizations"),
    `sluice schedule get --organization ${ID}`,
  );
  withExample(
    whose(schedule.command("get").description("show the schedule that applies, and who set it")),
    `sluice schedule get --partner ${ID}`,
  ).action(answering(session, (options: OwnerOptions) => change(session, options, undefined)));
  const set = whose(schedule.command("set").description("set the schedule (R1)"))
    .requiredOption("--cadence <cadence>", "automatic, latest or slow")
    .option("--weeks <weeks>", "deferral: 0 to 4 whole weeks on latest, 0 to 12 on slow")
    .option("--preview", "change nothing, only show what it would do");
  withExample(
    set,
    `sluice schedule set --organization ${ID} --cadence slow --weeks 8`,
    `sluice schedule set --partner ${ID} --cadence latest --weeks 2 --preview`,
  ).action(answering(session, (options: SetOptions) => setSchedule(session, options)));
  withExample(
    whose(
      schedule.command("clear").description("return to inheritance; for a partner: configure nothing (R9)"),
    ),
    `sluice schedule clear --organization ${ID}`,
  ).action(answering(session, (options: OwnerOptions) => change(session, options, null)));
}

async function setSchedule(session: Session, options: SetOptions): Promise<Outcome> {
  if (options.preview) return showPreview(session, options);
  const schedule = readSchedule(options.cadence, options.weeks);
  if (!schedule.ok) return schedule;
  return change(session, options, schedule.value);
}

async function change(session: Session, options: OwnerOptions, wanted: ScheduleRequest): Promise<Outcome> {
  const owner = readOwner(options);
  if (!owner.ok) return owner;
  const client = connect(session.terminal);
  if (!client.ok) return client;
  const { kind, id } = owner.value;
  const { api } = client.value;
  if (kind === "partner") return show(ofPartner(api, id, wanted), partnerSettingsText);
  return show(ofOrganization(api, id, wanted), organizationSettingsText);
}

/** A partner's default has no DELETE: configuring nothing is a schedule of null. */
function ofPartner(api: Client["api"], id: string, schedule: ScheduleRequest) {
  const params = { path: { id } };
  if (schedule === undefined) return api.GET("/v1/partners/{id}/release-settings", { params });
  return api.PUT("/v1/partners/{id}/release-settings", { params, body: { schedule } });
}

function ofOrganization(api: Client["api"], id: string, schedule: ScheduleRequest) {
  const params = { path: { id } };
  if (schedule === undefined) return api.GET("/v1/organizations/{id}/release-settings", { params });
  if (schedule === null) return api.DELETE("/v1/organizations/{id}/release-settings", { params });
  return api.PUT("/v1/organizations/{id}/release-settings", { params, body: { schedule } });
}

async function show<Settings>(
  asked: Promise<Result<Answer<Settings>, CallRefusal>>,
  text: (settings: Settings) => string,
): Promise<Outcome> {
  const answer = await orFailure(asked);
  if (!answer.ok) return answer;
  const { body } = answer.value;
  return ok({ text: text(body), json: body });
}
