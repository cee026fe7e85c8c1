import type { Command } from "commander";
import { OrganizationSettingsAnswer } from "../contract/organization.ts";
import { PartnerSettingsAnswer } from "../contract/partner.ts";
import type { Schedule } from "../policy/schedule.ts";
import { ok, type Result } from "../result.ts";
import { type Answer, type Client, call, connect, type Shape } from "./client.ts";
import type { Failure, Outcome } from "./outcome.ts";
import { showPreview } from "./preview-command.ts";
import { organizationSettingsText, partnerSettingsText } from "./schedule-text.ts";
import { answering, type Session, withExample } from "./session.ts";
import { readOwner, readSchedule, type SettingsOwner, type Whose, whose } from "./settings-owner.ts";

interface SetOptions extends Whose {
  readonly cadence: string;
  readonly weeks?: string;
  readonly preview?: boolean;
}

type Method = "GET" | "PUT" | "DELETE";

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
  ).action(answering(session, (options: Whose) => change(session, options, "GET", undefined)));
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
  ).action(answering(session, (options: Whose) => change(session, options, "DELETE", null)));
}

async function setSchedule(session: Session, options: SetOptions): Promise<Outcome> {
  if (options.preview) return showPreview(session, options);
  const schedule = readSchedule(options.cadence, options.weeks);
  if (!schedule.ok) return schedule;
  return change(session, options, "PUT", schedule.value);
}

async function change(
  session: Session,
  options: Whose,
  method: Method,
  schedule: Schedule | null | undefined,
): Promise<Outcome> {
  const owner = readOwner(options);
  if (!owner.ok) return owner;
  const client = connect(session.terminal);
  if (!client.ok) return client;
  const send = <Settings>(sent: Method, shape: Shape<Settings>) =>
    sendSettings(client.value, owner.value, sent, shape, schedule);
  if (owner.value.kind === "organization") {
    return show(await send(method, OrganizationSettingsAnswer), organizationSettingsText);
  }
  // A partner's default has no DELETE: configuring nothing is a schedule of null.
  return show(await send(method === "GET" ? "GET" : "PUT", PartnerSettingsAnswer), partnerSettingsText);
}

function sendSettings<Settings>(
  client: Client,
  owner: SettingsOwner,
  method: Method,
  shape: Shape<Settings>,
  schedule: Schedule | null | undefined,
): Promise<Result<Answer<Settings>, Failure>> {
  return call(client, method, owner.path, shape, method === "PUT" ? { body: { schedule } } : {});
}

function show<Settings>(
  answer: Result<Answer<Settings>, Failure>,
  text: (settings: Settings) => string,
): Outcome {
  if (!answer.ok) return answer;
  return ok({ text: text(answer.value.value), json: answer.value.json });
}
