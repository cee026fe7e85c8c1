import type { Command } from "commander";
import { ok, type Result } from "../result.ts";
import { type Client, connect, orFailure } from "./client.ts";
import { EXIT, type Failure, fail, type Outcome } from "./command-result.ts";
import { answering, JSON_OPTION, type Session, withExample } from "./session.ts";
import { readId } from "./settings-owner.ts";

type Api = Client["api"];

interface NumberOptions {
  readonly partner?: string;
}

const ID = "6f1b0c52-0000-4000-8000-000000000001";

/** `sluice organizations number set | remove` */
export function addCustomerNumberCommand(organizations: Command, session: Session): void {
  const number = withExample(
    organizations
      .command("number")
      .description("the number that a partner has for an organization in its own systems"),
    `sluice organizations number set ${ID} K-1001`,
  );
  const whose = ["--partner <id>", "whose number it is, if several partners serve the organization"] as const;
  withExample(
    number
      .command("set <id> <number>")
      .description("give an organization a customer number, in place of the one that it has")
      .option(...whose)
      .option(...JSON_OPTION),
    `sluice organizations number set ${ID} K-1001`,
  ).action(
    answering(session, (id: string, given: string, options: NumberOptions) =>
      giveNumber(session, id, { number: given, options }),
    ),
  );
  withExample(
    number
      .command("remove <id>")
      .description("take the customer number of an organization away")
      .option(...whose)
      .option(...JSON_OPTION),
    `sluice organizations number remove ${ID}`,
  ).action(
    answering(session, (id: string, options: NumberOptions) =>
      giveNumber(session, id, { number: null, options }),
    ),
  );
}

async function giveNumber(
  session: Session,
  given: string,
  { number, options }: { readonly number: string | null; readonly options: NumberOptions },
): Promise<Outcome> {
  const id = readId(given);
  if (!id.ok) return id;
  const client = connect(session.terminal);
  if (!client.ok) return client;
  const { api } = client.value;
  const partnerId = await findPartner(api, id.value, options);
  if (!partnerId.ok) return partnerId;
  const params = { path: { id: id.value } };
  const body = { customerNumbers: [{ partnerId: partnerId.value, number }] };
  const saved = await orFailure(api.PATCH("/v1/organizations/{id}", { params, body }));
  if (!saved.ok) return saved;
  const { name } = saved.value.body;
  const text =
    number === null ? `${name} has no customer number` : `${name} has the customer number ${number}`;
  return ok({ text, json: saved.value.body });
}

/** The partner whose number it is: the one that is named, one's own, or the only one that serves the organization. */
async function findPartner(
  api: Api,
  id: string,
  { partner }: NumberOptions,
): Promise<Result<string, Failure>> {
  if (partner !== undefined) return readId(partner);
  const me = await orFailure(api.GET("/v1/me"));
  if (!me.ok) return me;
  if (me.value.body.partnerId !== undefined) return ok(me.value.body.partnerId);
  const organization = await orFailure(api.GET("/v1/organizations/{id}", { params: { path: { id } } }));
  if (!organization.ok) return organization;
  const [only, ...others] = organization.value.body.partnerIds;
  if (only !== undefined && others.length === 0) return ok(only);
  const message = `${others.length + (only === undefined ? 0 : 1)} partners serve the organization; name one with --partner`;
  return fail(EXIT.usage, { code: "owner_missing", message });
}
