import { Argument, type Command } from "commander";
import { newIdempotencyKey } from "../client/idempotency-key.ts";
import { ok } from "../result.ts";
import { connect, orFailure } from "./client.ts";
import type { Outcome } from "./command-result.ts";
import { formatColumns, showInstant } from "./format-text.ts";
import { answering, JSON_OPTION, type Session, withExample } from "./session.ts";
import { readId } from "./settings-owner.ts";

interface ListOptions {
  readonly organization: string;
  readonly query?: string;
}

interface CreateOptions {
  readonly organization: string;
  readonly email: string;
}

const ID = "6f1b0c52-0000-4000-8000-000000000001";

/** `sluice users list | create | automatic on | automatic off` */
export function addUsersCommand(program: Command, session: Session): void {
  const users = withExample(
    program.command("users").description("list and enter users, and put them on automatic upgrades (R11)"),
    `sluice users list --organization ${ID}`,
  );
  const list = users
    .command("list")
    .description("list every user of an organization")
    .requiredOption("--organization <id>", "the organization")
    .option("--query <text>", "only those with this in their name or e-mail address")
    .option(...JSON_OPTION);
  withExample(list, `sluice users list --organization ${ID} --query ann`).action(
    answering(session, (options: ListOptions) => listUsers(session, options)),
  );
  const create = users
    .command("create <name>")
    .description("enter a user")
    .requiredOption("--organization <id>", "the organization")
    .requiredOption("--email <address>", "the e-mail address")
    .option(...JSON_OPTION);
  withExample(create, `sluice users create "Ann Bell" --email ann@example.org --organization ${ID}`).action(
    answering(session, (name: string, options: CreateOptions) => createUser(session, name, options)),
  );
  const automatic = users
    .command("automatic")
    .addArgument(new Argument("<switch>", "on or off").choices(["on", "off"]))
    .argument("<user>", "the user's id")
    .description("put a user on automatic upgrades, or take the user off (R11)")
    .option(...JSON_OPTION);
  withExample(automatic, `sluice users automatic on ${ID}`).action(
    answering(session, (wanted: string, user: string) => switchAutomatic(session, wanted === "on", user)),
  );
}

async function listUsers(session: Session, options: ListOptions): Promise<Outcome> {
  const id = readId(options.organization);
  if (!id.ok) return id;
  const client = connect(session.terminal);
  if (!client.ok) return client;
  const params = { path: { id: id.value }, query: { q: options.query } };
  const listed = await orFailure(client.value.api.listAll("/v1/organizations/{id}/users", { params }));
  if (!listed.ok) return listed;
  const json = { items: listed.value };
  if (listed.value.length === 0) return ok({ text: "No user matches.", json });
  const rows = listed.value.map((user) => {
    return [user.displayName, user.email, showInstant(user.createdAt), user.id];
  });
  return ok({ text: formatColumns([["NAME", "E-MAIL", "ENTERED", "ID"], ...rows]), json });
}

async function createUser(session: Session, displayName: string, options: CreateOptions): Promise<Outcome> {
  const id = readId(options.organization);
  if (!id.ok) return id;
  const client = connect(session.terminal);
  if (!client.ok) return client;
  const sent = {
    params: { path: { id: id.value } },
    body: { displayName, email: options.email },
    idempotencyKey: newIdempotencyKey(),
  };
  const answer = await orFailure(client.value.api.POST("/v1/organizations/{id}/users", sent));
  if (!answer.ok) return answer;
  const { body } = answer.value;
  return ok({ text: `${body.displayName} is entered: ${body.id}`, json: body });
}

async function switchAutomatic(session: Session, wanted: boolean, user: string): Promise<Outcome> {
  const id = readId(user);
  if (!id.ok) return id;
  const client = connect(session.terminal);
  if (!client.ok) return client;
  const sent = { params: { path: { id: id.value } }, body: { allowAutomaticUpgrades: wanted } };
  const answer = await orFailure(client.value.api.PUT("/v1/users/{id}/release-settings", sent));
  if (!answer.ok) return answer;
  const { body } = answer.value;
  const now = body.allowAutomaticUpgrades ? "on automatic upgrades" : "off automatic upgrades";
  const idle = body.available ? "" : ", which has no effect while the organization is on automatic";
  return ok({ text: `The user is ${now}${idle}.`, json: body });
}
