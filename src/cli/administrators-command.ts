import type { Command } from "commander";
import { newIdempotencyKey } from "../client/idempotency-key.ts";
import type { Shape } from "../client/shape.ts";
import { ok, type Result } from "../result.ts";
import { type Client, connect, orFailure } from "./client.ts";
import type { Failure, Outcome } from "./command-result.ts";
import { formatColumns, showInstant } from "./format-text.ts";
import { answering, JSON_OPTION, type Session, withExample } from "./session.ts";
import { readId } from "./settings-owner.ts";

interface InviteOptions {
  readonly email: string;
  readonly role: Shape<"AdministratorBody">["role"];
  readonly partner?: string;
  readonly organization?: string;
}

const ID = "6f1b0c52-0000-4000-8000-000000000001";

/** `sluice administrators list | invite | recovery-link | sessions | end-sessions | remove-second-factors | let-in` */
export function addAdministratorsCommand(program: Command, session: Session): void {
  const administrators = withExample(
    program
      .command("administrators")
      .description(
        "the people who sign in: invite them, end their sessions, and help those who are locked out",
      ),
    "sluice administrators list",
  );
  addList(administrators, session);
  addInvite(administrators, session);
  addOfOne(administrators, session);
  addLetIn(administrators, session);
}

function addList(administrators: Command, session: Session): void {
  const list = administrators
    .command("list")
    .description("list the administrators of your own level and below")
    .option("--query <text>", "only those with this in their name or e-mail address")
    .option(...JSON_OPTION);
  withExample(list, "sluice administrators list --query ann").action(
    answering(session, ({ query: q }: { query?: string }) =>
      withClient(session, async ({ api }) => {
        const listed = await orFailure(api.listAll("/v1/administrators", { params: { query: { q } } }));
        if (!listed.ok) return listed;
        const rows = listed.value.map((one) => {
          const factors = one.secondFactors.join(", ") || "none";
          const signedIn = one.lastSignInAt === null ? "none noted" : showInstant(one.lastSignInAt);
          const state = one.disabledAt ? "disabled" : "";
          return [one.displayName, one.email, one.role, factors, signedIn, state, one.id];
        });
        const text = formatColumns([
          ["NAME", "E-MAIL", "ROLE", "SECOND FACTOR", "LAST SIGN-IN", "", "ID"],
          ...rows,
        ]);
        return ok({ text, json: { items: listed.value } });
      }),
    ),
  );
}

function addInvite(administrators: Command, session: Session): void {
  const invite = administrators
    .command("invite <name>")
    .description("enter an administrator, and print the link with which the person sets a password, once")
    .requiredOption("--email <address>", "the e-mail address")
    .requiredOption("--role <role>", "such as vendor_admin, partner_full_admin or organization_full_admin")
    .option("--partner <id>", "the partner of a partner's role")
    .option("--organization <id>", "the organization of an organization's role")
    .option(...JSON_OPTION);
  withExample(
    invite,
    `sluice administrators invite "Ann Bell" --email ann@example.org --role partner_full_admin --partner ${ID}`,
  ).action(
    answering(session, (displayName: string, { email, role, ...at }: InviteOptions) =>
      withClient(session, async ({ api }) => {
        const place = { partnerId: at.partner, organizationId: at.organization };
        const sent = { body: { displayName, email, role, ...place }, idempotencyKey: newIdempotencyKey() };
        const answer = await orFailure(api.POST("/v1/administrators", sent));
        if (!answer.ok) return answer;
        const { body } = answer.value;
        const until = untilText(body.oneTimePasswordEndsAt);
        const text = `${body.displayName} is entered: ${body.id}\nHand over this link; it is good once${until}:\n${body.invitationLink}`;
        return ok({ text, json: body });
      }),
    ),
  );
}

/** The commands about one administrator, by id. */
function addOfOne(administrators: Command, session: Session): void {
  const addOne = (usage: string, description: string, work: OfOne) => {
    const command = administrators
      .command(usage)
      .description(description)
      .option(...JSON_OPTION);
    withExample(command, `sluice administrators ${usage.split(" ")[0]} ${ID}`).action(
      answering(session, async (given: string) => {
        const id = readId(given);
        return id.ok ? withClient(session, (client) => work(client, id.value)) : id;
      }),
    );
  };
  addOne(
    "recovery-link <id>",
    "print a link with which somebody who forgot the password sets another, once; all sessions end",
    makeRecoveryLink,
  );
  addOne("sessions <id>", "list the sessions of an administrator", listSessions);
  addOne("end-sessions <id>", "end all sessions of an administrator, on every server at once", endSessions);
  addOne(
    "remove-second-factors <id>",
    "remove the second factors of somebody who lost them; all sessions end",
    removeSecondFactors,
  );
}

type OfOne = (client: Client, id: string) => Promise<Outcome>;

async function makeRecoveryLink({ api }: Client, id: string): Promise<Outcome> {
  const sent = { params: { path: { id } }, idempotencyKey: newIdempotencyKey() };
  const answer = await orFailure(api.POST("/v1/administrators/{id}/recovery-link", sent));
  if (!answer.ok) return answer;
  const { body } = answer.value;
  const until = untilText(body.recoveryLinkEndsAt);
  const text = `All sessions of ${body.displayName} are ended. Hand over this link; it is good once${until}:\n${body.recoveryLink}`;
  return ok({ text, json: body });
}

async function listSessions({ api }: Client, id: string): Promise<Outcome> {
  const answer = await orFailure(api.GET("/v1/administrators/{id}/sessions", { params: { path: { id } } }));
  if (!answer.ok) return answer;
  const json = answer.value.body;
  const rows = json.items.map((one) => {
    const client = [one.browser, one.system].filter(Boolean).join(", ") || one.userAgent;
    return [showInstant(one.createdAt), showInstant(one.lastUsedAt), client, one.network ?? "", one.id];
  });
  if (rows.length === 0) return ok({ text: "There is no open session.", json });
  return ok({ text: formatColumns([["SINCE", "LAST USED", "WITH", "FROM", "ID"], ...rows]), json });
}

async function endSessions({ api }: Client, id: string): Promise<Outcome> {
  const answer = await orFailure(
    api.DELETE("/v1/administrators/{id}/sessions", { params: { path: { id } } }),
  );
  return answer.ok ? ok({ text: "All sessions are ended.", json: { id } }) : answer;
}

async function removeSecondFactors({ api }: Client, id: string): Promise<Outcome> {
  const answer = await orFailure(
    api.DELETE("/v1/administrators/{id}/second-factors", { params: { path: { id } } }),
  );
  if (!answer.ok) return answer;
  const { body } = answer.value;
  return ok({ text: `${body.displayName} has no second factor any more.`, json: body });
}

function addLetIn(administrators: Command, session: Session): void {
  const letIn = administrators
    .command("let-in <email>")
    .description(
      "on the server's machine: give somebody who is locked out a one-time password, and remove the second factors; opens the database itself (DATABASE_URL, or DATA_DIR)",
    )
    .option(...JSON_OPTION);
  withExample(letIn, "DATA_DIR=/var/lib/sluice sluice administrators let-in ann@example.org").action(
    answering(session, async (email: string) => {
      // The database only where it is needed.
      const { letAdministratorIn } = await import("./let-administrator-in.ts");
      return letAdministratorIn(session.terminal, email);
    }),
  );
}

async function withClient(
  { terminal }: Session,
  work: (client: Client) => Promise<Outcome>,
): Promise<Result<never, Failure> | Awaited<Outcome>> {
  const client = connect(terminal);
  return client.ok ? work(client.value) : client;
}

function untilText(endsAt: string | null): string {
  return endsAt === null ? "" : `, until ${showInstant(endsAt)}`;
}
