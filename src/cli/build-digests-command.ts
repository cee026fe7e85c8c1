import type { Command } from "commander";
import { ok } from "../result.ts";
import { connect, orFailure } from "./client.ts";
import type { Outcome } from "./command-result.ts";
import { answering, JSON_OPTION, type Session, withExample } from "./session.ts";
import type { Terminal } from "./terminal.ts";

/** `sluice build digests` */
export function addBuildDigestsCommand(build: Command, session: Session): void {
  const digests = build
    .command("digests")
    .description(
      "compute the SHA-1 that builds of earlier versions of the server lack, for Squirrel and Velopack",
    )
    .option(...JSON_OPTION);
  withExample(digests, "sluice build digests").action(answering(session, () => addDigests(session.terminal)));
}

/** One build after another; what is hosted elsewhere is left as it is. */
async function addDigests(terminal: Terminal): Promise<Outcome> {
  const client = connect(terminal);
  if (!client.ok) return client;
  const { api } = client.value;
  const listed = await orFailure(api.listAll("/v1/builds", { params: { query: {} } }));
  if (!listed.ok) return listed;
  const lacking = listed.value.filter(({ sha1, sha256 }) => sha1 === null && sha256 !== null);
  const items: unknown[] = [];
  for (const { id } of lacking) {
    const done = await orFailure(api.POST("/v1/builds/{id}/digests", { params: { path: { id } } }));
    if (!done.ok) return done;
    items.push(done.value.body);
  }
  const elsewhere = listed.value.filter(({ sha1, sha256 }) => sha1 === null && sha256 === null).length;
  const rest =
    elsewhere === 0 ? "" : ` ${elsewhere} hosted elsewhere have none; add them again with their sha1.`;
  return ok({
    text: `SHA-1 added to ${items.length} of ${listed.value.length} builds.${rest}`,
    json: { items },
  });
}
