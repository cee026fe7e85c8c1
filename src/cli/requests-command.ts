import type { Command } from "commander";
import type { Answer } from "../client/answer.ts";
import type { CallRefusal } from "../client/refusal.ts";
import type { Shape } from "../client/shape.ts";
import { ok, type Result } from "../result.ts";
import { type Client, connect, orFailure } from "./client.ts";
import type { Outcome } from "./command-result.ts";
import { formatColumns, showInstant, showSchedule } from "./format-text.ts";
import { answering, JSON_OPTION, type Session, withExample } from "./session.ts";
import { readId, readSchedule } from "./settings-owner.ts";

type Request = Shape<"ScheduleRequestAnswer">;

interface AskOptions {
  readonly organization: string;
  readonly partner: string;
  readonly cadence: string;
  readonly weeks?: string;
  readonly note?: string;
}

const ID = "6f1b0c52-0000-4000-8000-000000000001";

/** `sluice requests list | ask | accept | decline | withdraw`: requests between partners in conflict (R10). */
export function addRequestsCommand(program: Command, session: Session): void {
  const requests = withExample(
    program
      .command("requests")
      .description("see, make and answer requests between partners in conflict (R10)"),
    "sluice requests list",
  );
  withExample(
    requests
      .command("list")
      .description("list the requests that you see, the newest first")
      .option("--organization <id>", "only those about this organization")
      .option(...JSON_OPTION),
    `sluice requests list --organization ${ID}`,
  ).action(
    answering(session, (options: { organization?: string }) => listRequests(session, options.organization)),
  );
  addAsk(requests, session);
  addAnswers(requests, session);
}

function addAsk(requests: Command, session: Session): void {
  const ask = requests
    .command("ask")
    .description("ask another partner to set a schedule, which your company sets at once")
    .requiredOption("--organization <id>", "the organization that both serve")
    .requiredOption("--partner <id>", "the partner to ask")
    .requiredOption("--cadence <cadence>", "automatic, latest or slow")
    .option("--weeks <weeks>", "deferral: 0 to 4 whole weeks on latest, 0 to 12 on slow")
    .option("--note <text>", "one line that everybody who sees the request reads")
    .option(...JSON_OPTION);
  withExample(
    ask,
    `sluice requests ask --organization ${ID} --partner ${ID} --cadence latest --weeks 2 --note "As agreed"`,
  ).action(answering(session, (options: AskOptions) => askPartner(session, options)));
}

function addAnswers(requests: Command, session: Session): void {
  withExample(
    requests
      .command("accept <request>")
      .description("accept a request: set its schedule for your company")
      .option(...JSON_OPTION),
    `sluice requests accept ${ID}`,
  ).action(
    answering(session, (request: string) =>
      answer(session, request, (api, params) => api.POST("/v1/schedule-requests/{id}/accept", { params })),
    ),
  );
  withExample(
    requests
      .command("decline <request>")
      .description("decline a request")
      .option("--note <text>", "one line that everybody who sees the request reads")
      .option(...JSON_OPTION),
    `sluice requests decline ${ID} --note "Not this year"`,
  ).action(
    answering(session, (request: string, { note }: { note?: string }) =>
      answer(session, request, (api, params) => {
        const body = note === undefined ? {} : { note };
        return api.POST("/v1/schedule-requests/{id}/decline", { params, body });
      }),
    ),
  );
  withExample(
    requests
      .command("withdraw <request>")
      .description("withdraw a request of your company")
      .option(...JSON_OPTION),
    `sluice requests withdraw ${ID}`,
  ).action(
    answering(session, (request: string) =>
      answer(session, request, (api, params) => api.POST("/v1/schedule-requests/{id}/withdraw", { params })),
    ),
  );
}

async function listRequests(session: Session, organization: string | undefined): Promise<Outcome> {
  const id = organization === undefined ? ok(undefined) : readId(organization);
  if (!id.ok) return id;
  const client = connect(session.terminal);
  if (!client.ok) return client;
  const { api } = client.value;
  const listed = await orFailure(
    id.value === undefined
      ? api.listAll("/v1/schedule-requests")
      : api.listAll("/v1/organizations/{id}/schedule-requests", { params: { path: { id: id.value } } }),
  );
  if (!listed.ok) return listed;
  const json = { items: listed.value };
  if (listed.value.length === 0) return ok({ text: "There are no requests.", json });
  const rows = listed.value.map((one) => [
    one.organizationName,
    one.from.partnerName,
    one.to.partnerName,
    showSchedule(one.schedule),
    one.state,
    showInstant(one.createdAt),
    one.id,
  ]);
  const heads = ["ORGANIZATION", "FROM", "TO", "SCHEDULE", "STATE", "ASKED", "ID"];
  return ok({ text: formatColumns([heads, ...rows]), json });
}

async function askPartner(session: Session, options: AskOptions): Promise<Outcome> {
  const organization = readId(options.organization);
  if (!organization.ok) return organization;
  const partner = readId(options.partner);
  if (!partner.ok) return partner;
  const schedule = readSchedule(options.cadence, options.weeks);
  if (!schedule.ok) return schedule;
  const { note } = options;
  const body = { toPartnerId: partner.value, schedule: schedule.value, ...(note !== undefined && { note }) };
  return answer(session, organization.value, (api, params) =>
    api.POST("/v1/organizations/{id}/schedule-requests", { params, body }),
  );
}

type Params = { readonly path: { readonly id: string } };

/** Makes a call about one request, and says how the request is then. */
async function answer(
  session: Session,
  text: string,
  call: (api: Client["api"], params: Params) => Promise<Result<Answer<Request>, CallRefusal>>,
): Promise<Outcome> {
  const id = readId(text);
  if (!id.ok) return id;
  const client = connect(session.terminal);
  if (!client.ok) return client;
  const done = await orFailure(call(client.value.api, { path: { id: id.value } }));
  if (!done.ok) return done;
  const { body } = done.value;
  return ok({ text: requestText(body), json: body });
}

function requestText({ id, organizationName, from, to, schedule, state }: Request): string {
  const what = `${from.partnerName} asks ${to.partnerName} to set ${showSchedule(schedule)}`;
  return `${what} for ${organizationName}: ${state} (${id})`;
}
