import type { Command } from "commander";
import { ok } from "../result.ts";
import { adoptionText, installationsText } from "./adoption-text.ts";
import { connect, orFailure } from "./client.ts";
import { EXIT, fail, type Outcome } from "./command-result.ts";
import { answering, JSON_OPTION, type Session, withExample } from "./session.ts";
import { readId } from "./settings-owner.ts";

interface AdoptionOptions {
  readonly partner?: string;
  readonly organization?: string;
  readonly installations?: true;
}

const ID = "6f1b0c52-0000-4000-8000-000000000001";

/** `sluice adoption`: what installations run, who is behind and why, and what else there is to know of them. */
export function addAdoptionCommand(program: Command, session: Session): void {
  const adoption = program
    .command("adoption")
    .description(
      "tell what installations run, how many are behind and why, on the way over a step, past an end of life, on what is stopped, or managed elsewhere (R28 to R32)",
    )
    .option("--partner <id>", "only those of the customers that this partner serves")
    .option("--organization <id>", "only those of this organization")
    .option("--installations", "list the installations of the organization one by one")
    .option(...JSON_OPTION);
  withExample(adoption, "sluice adoption", `sluice adoption --organization ${ID} --installations`).action(
    answering(session, (options: AdoptionOptions) => tellAdoption(session, options)),
  );
}

async function tellAdoption(session: Session, options: AdoptionOptions): Promise<Outcome> {
  const [partner, organization] = [readOptional(options.partner), readOptional(options.organization)];
  if (!partner.ok) return partner;
  if (!organization.ok) return organization;
  const [partnerId, organizationId] = [partner.value, organization.value];
  if (options.installations) return listInstallations(session, organizationId);
  const client = connect(session.terminal);
  if (!client.ok) return client;
  const params = { query: { partnerId, organizationId } };
  const answer = await orFailure(client.value.api.GET("/v1/adoption", { params }));
  if (!answer.ok) return answer;
  return ok({ text: adoptionText(answer.value.body), json: answer.value.body });
}

function readOptional(given: string | undefined) {
  return given === undefined ? ok(undefined) : readId(given);
}

async function listInstallations(session: Session, id: string | undefined): Promise<Outcome> {
  if (id === undefined) {
    const message = "--installations lists those of one organization; give it with --organization ID";
    return fail(EXIT.usage, { code: "owner_missing", message });
  }
  const client = connect(session.terminal);
  if (!client.ok) return client;
  const listed = await orFailure(
    client.value.api.listAll("/v1/organizations/{id}/installations", { params: { path: { id } } }),
  );
  if (!listed.ok) return listed;
  return ok({ text: installationsText(listed.value), json: { items: listed.value } });
}
