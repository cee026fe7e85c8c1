import type { Command } from "commander";
import type { Answer } from "../client/answer.ts";
import type { Shape } from "../client/shape.ts";
import { ok } from "../result.ts";
import { type Client, connect, orFailure } from "./client.ts";
import { EXIT, fail, type Outcome } from "./command-result.ts";
import { formatColumns, showInstant } from "./format-text.ts";
import { answering, JSON_OPTION, type Session, withExample } from "./session.ts";
import { readId } from "./settings-owner.ts";

type Enrolment = Shape<"EnrolmentAnswer">;
type Api = Client["api"];
type Asked = Parameters<typeof orFailure<Answer<Enrolment>>>[0];

const ID = "6f1b0c52-0000-4000-8000-000000000001";
const PATH = "/v1/organizations/{id}/enrolment";

/** `sluice organizations enrolment show | make-key | end-key | require | require-none` */
export function addEnrolmentCommand(organizations: Command, session: Session): void {
  const enrolment = withExample(
    organizations
      .command("enrolment")
      .description("have only installations counted that have a key of their organization"),
    `sluice organizations enrolment show ${ID}`,
  );
  const add = (name: string, description: string, ask: (api: Api, id: string) => Asked) =>
    withExample(
      enrolment
        .command(`${name} <id>`)
        .description(description)
        .option(...JSON_OPTION),
      `sluice organizations enrolment ${name} ${ID}`,
    ).action(answering(session, (id: string) => askEnrolment(session, id, ask)));
  const ofId = (id: string) => ({ params: { path: { id } } });
  add("show", "show the keys, and how many installations had which in the last seven days", (api, id) =>
    api.GET(PATH, ofId(id)),
  );
  add("make-key", "make a key; an older one counts beside it until it is ended", (api, id) =>
    api.POST("/v1/organizations/{id}/enrolment/keys", ofId(id)),
  );
  add("require", "count only installations that have a key", (api, id) =>
    api.PUT(PATH, { ...ofId(id), body: { required: true } }),
  );
  add("require-none", "count all installations again", (api, id) =>
    api.PUT(PATH, { ...ofId(id), body: { required: false } }),
  );
  withExample(
    enrolment
      .command("end-key <id> <number>")
      .description("end a key: installations that have no other are not counted while one is required")
      .option(...JSON_OPTION),
    `sluice organizations enrolment end-key ${ID} 1`,
  ).action(answering(session, (id: string, number: string) => endKey(session, id, number)));
}

async function endKey(session: Session, id: string, given: string): Promise<Outcome> {
  const number = Number(given);
  if (!/^[1-9]\d{0,8}$/.test(given)) {
    const message = `"${given}" is no number of a key; sluice organizations enrolment show names them`;
    return fail(EXIT.usage, { code: "number_out_of_range", message });
  }
  return askEnrolment(session, id, (api, organization) =>
    api.DELETE("/v1/organizations/{id}/enrolment/keys/{number}", {
      params: { path: { id: organization, number } },
    }),
  );
}

/** Asks the server about one organization, and shows its enrolment as it is then. */
async function askEnrolment(
  { terminal }: Session,
  given: string,
  ask: (api: Api, id: string) => Asked,
): Promise<Outcome> {
  const id = readId(given);
  if (!id.ok) return id;
  const client = connect(terminal);
  if (!client.ok) return client;
  const answer = await orFailure(ask(client.value.api, id.value));
  if (!answer.ok) return answer;
  const { body } = answer.value;
  return ok({ text: enrolmentText(body), json: body });
}

function enrolmentText({ required, keys, seen }: Enrolment): string {
  const { installations, withoutKey, unproven } = seen;
  const table = formatColumns([
    ["KEY", "MADE", "INSTALLATIONS IN 7 DAYS", "IN ADDRESSES"],
    ...keys.map((key) => [
      String(key.number),
      showInstant(key.createdAt),
      String(key.installations),
      `key=${key.tag}`,
    ]),
  ]);
  const lost = `${withoutKey} of ${installations} installations of the last 7 days had no key`;
  return [
    ...(keys.length === 0 ? ["There is no enrolment key."] : [table]),
    required
      ? `Only installations with a key are counted; ${unproven} checks of the last 7 days had none.`
      : `All installations are counted; ${lost}, and would not be counted if one were required.`,
  ].join("\n");
}
