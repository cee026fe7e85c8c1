import type { Command } from "commander";
import { UPDATERS } from "../catalog/updaters.ts";
import type { Options } from "../client/operation.ts";
import { changeOf } from "../intake/carried.ts";
import type { CarriedDetails } from "../intake/of-release.ts";
import { ok, type Result } from "../result.ts";
import { connect, orFailure } from "./client.ts";
import { EXIT, type Failure, fail, type Outcome } from "./command-result.ts";
import { answering, JSON_OPTION, type Session, withExample } from "./session.ts";
import { readId } from "./settings-owner.ts";
import { systemText } from "./system-text.ts";
import type { Terminal } from "./terminal.ts";
import {
  addUpdaterOptions,
  checkUpdaters,
  readUpdaterOptions,
  type UpdaterOptions,
} from "./updater-options.ts";
import { type AddedBuild, toSent } from "./upload.ts";

interface SetOptions extends UpdaterOptions {
  readonly remove?: readonly string[];
}

/** `sluice build set ID` */
export function addBuildSetCommand(build: Command, session: Session): void {
  const set = build
    .command("set <id>")
    .description(
      "give a build what was not said when it was added: signatures, and the systems that it is for",
    );
  addUpdaterOptions(set)
    .option("--no-minimum-os-version", "it is for every older version of its system, too")
    .option("--no-maximum-os-version", "it is for every newer version of its system, too")
    .option("--remove <protocol...>", "carry nothing for these protocols any more")
    .option(...JSON_OPTION);
  const id = "6f1b0c52-0000-4000-8000-000000000001";
  withExample(
    set,
    `sluice build set ${id} --tauri-signature-file App_46.9.0_x64-setup.exe.sig`,
    `sluice build set ${id} --sparkle-signature "$(sign_update -p App.zip)" --bundle-version 9000`,
    `sluice build set ${id} --updaters details.json --remove omaha`,
    `sluice build set ${id} --minimum-os-version 10.0.17763 --no-maximum-os-version`,
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
  const { body: build, etag } = before.value;
  const body = changesOf(build, said.value, { ...clearedOf(options), removed: removed.value });
  if (!body.ok) return body;
  if (!body.value) return ok({ text: `${build.fileName}: carries all of it already.`, json: build });
  const sent = { params: { path }, body: body.value, ...(etag !== null && { ifMatch: etag }) };
  const changed = await orFailure(client.value.api.PATCH("/v1/builds/{id}", sent));
  return changed.ok ? ok({ text: changedText(changed.value.body), json: changed.value.body }) : changed;
}

/** What options take back. */
interface TakenBack {
  /** Protocols that nothing is carried for any more. */
  readonly removed: readonly string[];
  readonly minimumOsVersion?: null;
  readonly maximumOsVersion?: null;
}

/** What has to change of a build, as the API takes it, or null if nothing has to. Refuses `details_malformed`. */
function changesOf(
  build: AddedBuild,
  said: CarriedDetails,
  { removed, ...cleared }: TakenBack,
): Result<Options<"PATCH", "/v1/builds/{id}">["body"] | null, Failure> {
  const change = changeOf(build, said);
  const checked = checkUpdaters(change?.updaters ?? {});
  if (!checked.ok) return checked;
  if (!change && removed.length === 0 && Object.keys(cleared).length === 0) return ok(null);
  const updaters = {
    ...toSent(change?.updaters ?? {}),
    ...Object.fromEntries(removed.map((name) => [name, null])),
  };
  return ok({ ...change, ...cleared, updaters });
}

function changedText(build: AddedBuild): string {
  const carried = Object.keys(build.updaters).join(", ") || "no protocol of its own";
  const system = systemText(build);
  const isFor = system === null ? "" : `, and is for system ${system}`;
  return `${build.fileName}: changed; carries details for ${carried}${isFor}.`;
}

/** R32: the ends of its systems that are taken back. */
function clearedOf({ minimumOsVersion: least, maximumOsVersion: most }: SetOptions) {
  return {
    ...(least === false && { minimumOsVersion: null }),
    ...(most === false && { maximumOsVersion: null }),
  };
}

function readRemoved(names: readonly string[]): Result<readonly string[], Failure> {
  const unknown = names.find((name) => !(UPDATERS as readonly string[]).includes(name));
  if (unknown === undefined) return ok(names);
  const message = `--remove: "${unknown}" is not a protocol; use some of ${UPDATERS.join(", ")}`;
  return fail(EXIT.usage, { code: "details_malformed", message });
}
