import type { Command } from "commander";
import { UPDATERS } from "../catalog/updaters.ts";
import { changeOf } from "../intake/carried.ts";
import { ok, type Result } from "../result.ts";
import { connect, orFailure } from "./client.ts";
import { EXIT, type Failure, fail, type Outcome } from "./command-result.ts";
import { answering, JSON_OPTION, type Session, withExample } from "./session.ts";
import { readId } from "./settings-owner.ts";
import type { Terminal } from "./terminal.ts";
import {
  addUpdaterOptions,
  checkUpdaters,
  readUpdaterOptions,
  type UpdaterOptions,
} from "./updater-options.ts";
import { toSent } from "./upload.ts";

interface SetOptions extends UpdaterOptions {
  readonly remove?: readonly string[];
}

/** `sluice build set ID` */
export function addBuildSetCommand(build: Command, session: Session): void {
  const set = build
    .command("set <id>")
    .description("give a build what updaters need and was not there when it was added, such as signatures");
  addUpdaterOptions(set)
    .option("--remove <protocol...>", "carry nothing for these protocols any more")
    .option(...JSON_OPTION);
  const id = "6f1b0c52-0000-4000-8000-000000000001";
  withExample(
    set,
    `sluice build set ${id} --tauri-signature-file App_46.9.0_x64-setup.exe.sig`,
    `sluice build set ${id} --sparkle-signature "$(sign_update -p App.zip)" --bundle-version 9000`,
    `sluice build set ${id} --updaters details.json --remove omaha`,
  ).action(
    answering(session, (text: string, options: SetOptions) => setDetails(session.terminal, text, options)),
  );
}

/** Only what is named changes: the details of a protocol that are not said stay. */
async function setDetails(terminal: Terminal, text: string, options: SetOptions): Promise<Outcome> {
  const id = readId(text);
  if (!id.ok) return id;
  const removed = readRemoved(options.remove ?? []);
  if (!removed.ok) return removed;
  const said = await readUpdaterOptions(options);
  if (!said.ok) return said;
  const client = connect(terminal);
  if (!client.ok) return client;
  const path = { id: id.value };
  const before = await orFailure(client.value.api.GET("/v1/builds/{id}", { params: { path } }));
  if (!before.ok) return before;
  const { body, etag } = before.value;
  const change = changeOf(body, said.value);
  const checked = checkUpdaters(change?.updaters ?? {});
  if (!checked.ok) return checked;
  if (!change && removed.value.length === 0) {
    return ok({ text: `${body.fileName}: carries all of it already.`, json: body });
  }
  const updaters = {
    ...toSent(change?.updaters ?? {}),
    ...Object.fromEntries(removed.value.map((name) => [name, null])),
  };
  const sent = { params: { path }, body: { ...change, updaters }, ...(etag !== null && { ifMatch: etag }) };
  const changed = await orFailure(client.value.api.PATCH("/v1/builds/{id}", sent));
  if (!changed.ok) return changed;
  const carried = Object.keys(changed.value.body.updaters).join(", ") || "no protocol of its own";
  return ok({ text: `${body.fileName}: changed; carries details for ${carried}.`, json: changed.value.body });
}

function readRemoved(names: readonly string[]): Result<readonly string[], Failure> {
  const unknown = names.find((name) => !(UPDATERS as readonly string[]).includes(name));
  if (unknown === undefined) return ok(names);
  const message = `--remove: "${unknown}" is not a protocol; use some of ${UPDATERS.join(", ")}`;
  return fail(EXIT.usage, { code: "details_malformed", message });
}
