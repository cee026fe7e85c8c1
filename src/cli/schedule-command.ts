import type { Command } from "commander";
import { OrganizationSettingsAnswer } from "../contract/organization.ts";
import { PartnerSettingsAnswer } from "../contract/partner.ts";
import { type Schedule, toSchedule } from "../policy/schedule.ts";
import { ok, type Result } from "../result.ts";
import { parseId } from "../tenancy/id.ts";
import { type Answer, type Client, call, connect, type Shape } from "./client.ts";
import { EXIT, type Failure, fail, type Outcome } from "./outcome.ts";
import { organizationSettingsText, partnerSettingsText } from "./schedule-text.ts";
import { answering, JSON_OPTION, type Session, withExample } from "./session.ts";

interface Whose {
  readonly partner?: string;
  readonly organization?: string;
}

interface SetOptions extends Whose {
  readonly cadence: string;
  readonly weeks?: string;
}

/** Whose settings: where they lie, how the answer reads, and how it is shown. */
interface Owner<Settings> {
  readonly path: string;
  readonly shape: Shape<Settings>;
  readonly text: (settings: Settings) => string;
}

type PartnerSettings = ReturnType<typeof PartnerSettingsAnswer.parse>;
type OrganizationSettings = ReturnType<typeof OrganizationSettingsAnswer.parse>;
type AnyOwner =
  | ({ readonly kind: "partner" } & Owner<PartnerSettings>)
  | ({ readonly kind: "organization" } & Owner<OrganizationSettings>);

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
    .option("--weeks <weeks>", "deferral: 0 to 4 whole weeks on latest, 0 to 12 on slow");
  withExample(set, `sluice schedule set --organization ${ID} --cadence slow --weeks 8`).action(
    answering(session, (options: SetOptions) => setSchedule(session, options)),
  );
  withExample(
    whose(
      schedule.command("clear").description("return to inheritance; for a partner: configure nothing (R9)"),
    ),
    `sluice schedule clear --organization ${ID}`,
  ).action(answering(session, (options: Whose) => change(session, options, "DELETE", null)));
}

function whose(command: Command): Command {
  return command
    .option("--partner <id>", "the default of this partner")
    .option("--organization <id>", "the schedule of this organization")
    .option(...JSON_OPTION);
}

async function setSchedule(session: Session, options: SetOptions): Promise<Outcome> {
  const weeks = options.weeks === undefined ? undefined : Number(options.weeks);
  const schedule = toSchedule(options.cadence, weeks);
  if (!schedule.ok) return fail(EXIT.usage, schedule.error);
  return change(session, options, "PUT", schedule.value);
}

async function change(
  session: Session,
  options: Whose,
  method: "GET" | "PUT" | "DELETE",
  schedule: Schedule | null | undefined,
): Promise<Outcome> {
  const owner = readOwner(options);
  if (!owner.ok) return owner;
  const client = connect(session.terminal);
  if (!client.ok) return client;
  const body = schedule === undefined ? undefined : { schedule };
  if (owner.value.kind === "organization") {
    return show(
      owner.value,
      await send(client.value, owner.value, method, method === "PUT" ? body : undefined),
    );
  }
  return show(owner.value, await send(client.value, owner.value, method === "GET" ? "GET" : "PUT", body));
}

function send<Settings>(
  client: Client,
  owner: Owner<Settings>,
  method: "GET" | "PUT" | "DELETE",
  body: unknown,
): Promise<Result<Answer<Settings>, Failure>> {
  return call(client, method, owner.path, owner.shape, body === undefined ? {} : { body });
}

function show<Settings>(owner: Owner<Settings>, answer: Result<Answer<Settings>, Failure>): Outcome {
  if (!answer.ok) return answer;
  return ok({ text: owner.text(answer.value.value), json: answer.value.json });
}

function readOwner({ partner, organization }: Whose): Result<AnyOwner, Failure> {
  const given = partner ?? organization;
  if (given === undefined || (partner !== undefined && organization !== undefined)) {
    const message = "Say whose schedule: exactly one of --partner ID and --organization ID";
    return fail(EXIT.usage, { code: "owner_missing", message });
  }
  const id = parseId(given);
  if (id === null) {
    const message = `"${given}" is not an id; allowed are a UUID or the base64 of ciscospark://us/<KIND>/<uuid>`;
    return fail(EXIT.usage, { code: "id_malformed", message });
  }
  return ok(
    partner === undefined
      ? {
          kind: "organization",
          path: `/v1/organizations/${id}/release-settings`,
          shape: OrganizationSettingsAnswer,
          text: organizationSettingsText,
        }
      : {
          kind: "partner",
          path: `/v1/partners/${id}/release-settings`,
          shape: PartnerSettingsAnswer,
          text: partnerSettingsText,
        },
  );
}
