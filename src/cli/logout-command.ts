import type { Command } from "commander";
import { ok } from "../result.ts";
import { clientOf, orFailure, readServerUrl } from "./client.ts";
import type { Outcome } from "./command-result.ts";
import { answering, JSON_OPTION, type Session, withExample } from "./session.ts";
import { keepSession, readSession } from "./session-file.ts";

/** `sluice logout`: ends the session of `sluice login`, on the server and here. */
export function addLogoutCommand(program: Command, session: Session): void {
  const logout = program
    .command("logout")
    .description("sign out: the session ends on the server, and is forgotten here")
    .option(...JSON_OPTION);
  withExample(logout, "sluice logout").action(answering(session, () => logOut(session)));
}

/** A session that the server cannot be asked to end is kept, so that it can be ended later. */
async function logOut({ terminal }: Session): Promise<Outcome> {
  const url = readServerUrl(terminal);
  if (!url.ok) return url;
  const session = readSession(terminal.configDirectory, url.value);
  if (!session.ok) return session;
  const { origin } = url.value;
  if (!session.value) {
    return ok({ text: `Nobody is signed in to ${origin}.`, json: { url: origin, ended: false } });
  }
  const { api } = clientOf(url.value, session.value.token);
  const ended = await orFailure(api.DELETE("/v1/sessions/current"));
  if (!ended.ok && ended.error.code !== "session_ended") return ended;
  const kept = keepSession(terminal.configDirectory, url.value, null);
  if (!kept.ok) return kept;
  return ok({ text: `Signed out of ${origin}.`, json: { url: origin, ended: true } });
}
