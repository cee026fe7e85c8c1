import type { Command } from "commander";
import { newIdempotencyKey } from "../client/idempotency-key.ts";
import type { Options } from "../client/operation.ts";
import { LIST_STATES } from "../policy/list-state.ts";
import { ok, type Result } from "../result.ts";
import { connect, orFailure } from "./client.ts";
import { EXIT, type Failure, fail, type Outcome } from "./command-result.ts";
import { addCustomerNumberCommand } from "./customer-number-command.ts";
import { addEnrolmentCommand } from "./enrolment-command.ts";
import { organizationsText, organizationText } from "./organizations-text.ts";
import { answering, JSON_OPTION, type Session, withExample } from "./session.ts";
import { readId } from "./settings-owner.ts";

interface ListOptions {
  readonly partner?: string;
  readonly query?: string;
  readonly state?: string;
}

type Filter = NonNullable<NonNullable<Options<"GET", "/v1/organizations">["params"]>["query"]>;

const ID = "6f1b0c52-0000-4000-8000-000000000001";

interface CreateOptions {
  readonly partner?: string[];
  readonly number?: string;
}

/** `sluice organizations list | show | create | number | enrolment` */
export function addOrganizationsCommand(program: Command, session: Session): void {
  const organizations = withExample(
    program.command("organizations").description("list, show and enter customer organizations"),
    "sluice organizations list --state conflict",
  );
  const list = organizations
    .command("list")
    .description("list every organization that you may see, with what governs it and what comes next")
    .option("--partner <id>", "only those that this partner serves")
    .option(
      "--query <text>",
      "only those with this in their name, or at the beginning of their customer number",
    )
    .option("--state <state>", `only ${LIST_STATES.join(", ")}`)
    .option(...JSON_OPTION);
  withExample(
    list,
    "sluice organizations list --query acme",
    `sluice organizations list --partner ${ID} --state own`,
  ).action(answering(session, (options: ListOptions) => listOrganizations(session, options)));
  withExample(
    organizations
      .command("show <id>")
      .description("show one organization with its release settings")
      .option(...JSON_OPTION),
    `sluice organizations show ${ID}`,
  ).action(answering(session, (id: string) => showOrganization(session, id)));
  const create = organizations
    .command("create <name>")
    .description("enter an organization")
    .option("--partner <id...>", "the partners that serve it")
    .option("--number <number>", "the number that its one partner has for it in its own systems")
    .option(...JSON_OPTION);
  withExample(create, `sluice organizations create "Acme Ltd" --partner ${ID} --number K-1001`).action(
    answering(session, (name: string, options: CreateOptions) => createOrganization(session, name, options)),
  );
  addCustomerNumberCommand(organizations, session);
  addEnrolmentCommand(organizations, session);
}

async function listOrganizations(session: Session, options: ListOptions): Promise<Outcome> {
  const filter = readFilter(options);
  if (!filter.ok) return filter;
  const client = connect(session.terminal);
  if (!client.ok) return client;
  const listed = await orFailure(
    client.value.api.listAll("/v1/organizations", { params: { query: filter.value } }),
  );
  if (!listed.ok) return listed;
  return ok({ text: organizationsText(listed.value), json: { items: listed.value } });
}

function readFilter({ partner, query, state }: ListOptions): Result<Filter, Failure> {
  if (state !== undefined && !LIST_STATES.some((known) => known === state)) {
    const message = `--state is "${state}"; use one of ${LIST_STATES.join(", ")}`;
    return fail(EXIT.usage, { code: "state_unknown", message });
  }
  if (partner === undefined) return ok({ q: query, state });
  const partnerId = readId(partner);
  return partnerId.ok ? ok({ q: query, state, partnerId: partnerId.value }) : partnerId;
}

async function showOrganization(session: Session, given: string): Promise<Outcome> {
  const id = readId(given);
  if (!id.ok) return id;
  const client = connect(session.terminal);
  if (!client.ok) return client;
  const { api } = client.value;
  const params = { path: { id: id.value } };
  const organization = await orFailure(api.GET("/v1/organizations/{id}", { params }));
  if (!organization.ok) return organization;
  const settings = await orFailure(api.GET("/v1/organizations/{id}/release-settings", { params }));
  if (!settings.ok) return settings;
  const json = { organization: organization.value.body, releaseSettings: settings.value.body };
  return ok({ text: organizationText(json.organization, json.releaseSettings), json });
}

async function createOrganization(
  session: Session,
  name: string,
  { partner: partners = [], number }: CreateOptions,
): Promise<Outcome> {
  const partnerIds: string[] = [];
  for (const partner of partners) {
    const id = readId(partner);
    if (!id.ok) return id;
    partnerIds.push(id.value);
  }
  const [partnerId, ...others] = partnerIds;
  if (number !== undefined && (partnerId === undefined || others.length > 0)) {
    const message =
      "--number is that of one partner; give --partner once, or enter it later with sluice organizations number set";
    return fail(EXIT.usage, { code: "owner_missing", message });
  }
  const client = connect(session.terminal);
  if (!client.ok) return client;
  const customerNumbers = partnerId !== undefined && number !== undefined ? [{ partnerId, number }] : [];
  const sent = { body: { name, partnerIds, customerNumbers }, idempotencyKey: newIdempotencyKey() };
  const answer = await orFailure(client.value.api.POST("/v1/organizations", sent));
  if (!answer.ok) return answer;
  const { body } = answer.value;
  return ok({ text: `${body.name} is entered: ${body.id}`, json: body });
}
