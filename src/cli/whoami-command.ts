import type { Command } from "commander";
import { ok } from "../result.ts";
import { connect, orFailure, tokenOf } from "./client.ts";
import type { Outcome } from "./command-result.ts";
import { answering, JSON_OPTION, type Session, withExample } from "./session.ts";

/** `sluice whoami`: as whom commands speak, and where that holds. */
export function addWhoamiCommand(program: Command, session: Session): void {
  const whoami = program
    .command("whoami")
    .description("say as whom commands speak to the server, and where that role holds")
    .option(...JSON_OPTION);
  withExample(whoami, "sluice whoami").action(answering(session, () => showMe(session)));
}

async function showMe({ terminal }: Session): Promise<Outcome> {
  const client = connect(terminal);
  if (!client.ok) return client;
  const answer = await orFailure(client.value.api.GET("/v1/me"));
  if (!answer.ok) return answer;
  const { person, role, partnerId, organizationId, organizationIds } = answer.value.body;
  const lines = [
    `${person.displayName} (${role}) at ${client.value.url.origin}`,
    ...(partnerId ? [`  partner ${partnerId}`] : []),
    ...(organizationId ? [`  organization ${organizationId}`] : []),
    ...(organizationIds ? [`  limited to ${organizationIds.length} organizations`] : []),
    `  by ${tokenOf(terminal) ? "the token in the environment" : 'the session of "sluice login"'}`,
  ];
  return ok({ text: lines.join("\n"), json: answer.value.body });
}
