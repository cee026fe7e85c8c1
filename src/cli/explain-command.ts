import type { Command } from "commander";
import type { Options } from "../client/operation.ts";
import { ok } from "../result.ts";
import { connect, orFailure } from "./client.ts";
import type { Outcome } from "./command-result.ts";
import { explainText } from "./explain-text.ts";
import { answering, JSON_OPTION, type Session, withExample } from "./session.ts";

interface ExplainOptions {
  readonly organization: string;
  readonly version?: string;
  readonly platform: string;
  readonly arch: string;
  readonly format?: string;
  readonly user?: string;
  readonly installation?: string;
  readonly installedAt?: string;
  readonly at?: string;
  readonly manual?: boolean;
  readonly osVersion?: string;
  readonly managed?: boolean;
  readonly json?: boolean;
}

type Query = Options<"GET", "/v1/organizations/{id}/explain">["params"]["query"];

const ID = "6f1b0c52-0000-4000-8000-000000000001";

/** `sluice explain`: why an installation may run what it may run (R17, R25). */
export function addExplainCommand(program: Command, session: Session): void {
  const explain = program
    .command("explain")
    .description("say which version an installation may run, and why, at any moment")
    .requiredOption("--organization <id>", "the organization that it belongs to")
    .option(
      "--version <version>",
      "the version that it runs, such as 45.4.1.32313; a new installation if left out",
    )
    .requiredOption("--platform <platform>", "win, mac or linux")
    .option("--arch <arch>", "x64 or arm64", "x64")
    .option("--format <format>", "package format, such as exe; else any of the platform")
    .option("--user <id>", "the user that is signed in")
    .option("--installation <id>", "the installation's own id (R18)")
    .option("--installed-at <moment>", "when it was installed (R15)")
    .option("--manual", "a person asks by hand (R18)")
    .option("--os-version <version>", "the version of its system, such as 10.0.19045 (R31, R32)")
    .option("--managed", "something else updates it, such as a virtual desktop's image (R30)")
    .option("--at <moment>", "another moment than now, past or future, such as 2026-10-06 (R17)")
    .option(...JSON_OPTION);
  withExample(
    explain,
    `sluice explain --organization ${ID} --version 46.8.0.35593 --platform win --at 2026-10-06`,
  ).action(answering(session, (options: ExplainOptions) => explainVerdict(session, options)));
}

async function explainVerdict(session: Session, options: ExplainOptions): Promise<Outcome> {
  const client = connect(session.terminal);
  if (!client.ok) return client;
  const { organization: id, manual, managed, json: _, ...rest } = options;
  // What is no platform, architecture or format is refused by the server, which says what is allowed.
  const switches = { ...(manual && { manual: "true" }), ...(managed && { managed: "true" }) };
  const query = { ...rest, ...switches } as Query;
  const asked = client.value.api.GET("/v1/organizations/{id}/explain", { params: { path: { id }, query } });
  const answer = await orFailure(asked);
  if (!answer.ok) return answer;
  const { body } = answer.value;
  return ok({ text: explainText(body, options.version), json: body });
}
