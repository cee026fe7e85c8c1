import type { Command } from "commander";
import type { ReleaseState } from "../catalog/release.ts";
import { newIdempotencyKey } from "../client/idempotency-key.ts";
import type { Options } from "../client/operation.ts";
import { ok } from "../result.ts";
import { type Client, connect, orFailure } from "./client.ts";
import { EXIT, fail, type Outcome } from "./command-result.ts";
import { findRelease, getRelease, listReleases } from "./find-release.ts";
import { showInstant } from "./format-text.ts";
import {
  addReleaseOptions,
  PREVIEW_OPTION,
  type ReleaseChanges,
  type ReleaseOptions,
  readReleaseOptions,
} from "./release-options.ts";
import { previewChange, previewNew } from "./release-preview.ts";
import { releasesText, releaseText } from "./releases-text.ts";
import { answering, JSON_OPTION, type Session, withExample } from "./session.ts";

/** `sluice release list | show | add | set | publish | pause | resume | withdraw`. */
export function addReleaseCommand(program: Command, session: Session): void {
  const release = program
    .command("release")
    .description("plan, change, list, publish, pause, resume and withdraw releases");
  withExample(
    release,
    "sluice release list",
    "sluice release publish 46.9.1.36000 --automatic-at 2026-10-06",
    "sluice release set 45.4.1.32313 --support-ends-at 2026-12-01 --expires-at 2027-02-03",
  );
  withExample(
    release
      .command("list")
      .description("list every release with its dates and state")
      .option(...JSON_OPTION),
    "sluice release list",
  ).action(answering(session, () => list(session)));
  withExample(
    release
      .command("show <version>")
      .description("show one release: its dates, and whom it holds back, lets go or leaves out (R28 to R31)")
      .option(...JSON_OPTION),
    "sluice release show 46.9.0.35800",
  ).action(answering(session, (version: string) => show(session, version)));
  addAdd(release, session);
  addSet(release, session);
  addPublish(release, session);
  for (const command of STATE_COMMANDS) addStateCommand(release, session, command);
}

function addAdd(release: Command, session: Session): void {
  const add = release.command("add <version>").description("plan a release; --automatic-at is its date");
  withExample(
    addReleaseOptions(add).option(...JSON_OPTION),
    "sluice release add 46.9.1.36000 --automatic-at 2026-10-06",
    'sluice release add 47.0 --automatic-at 2026-11-03 --floor "moves the database of the app"',
  ).action(
    answering(session, (version: string, options: ReleaseOptions) => addRelease(session, version, options)),
  );
}

function addSet(release: Command, session: Session): void {
  const set = release
    .command("set <version>")
    .description("change a release in the calendar: its dates, its floor, its end of life; the rest stays");
  withExample(
    addReleaseOptions(set).option(...JSON_OPTION),
    "sluice release set 45.4.1.32313 --support-ends-at 2026-12-01 --expires-at 2027-02-03",
    'sluice release set 45.4.1.32313 --expires-at 2026-10-20 --reason "its certificate ends"',
    "sluice release set 46.5.0.34000 --no-floor --preview",
  ).action(
    answering(session, (version: string, options: ReleaseOptions) => setRelease(session, version, options)),
  );
}

function addPublish(release: Command, session: Session): void {
  const publish = release
    .command("publish <version>")
    .description("publish a release; one that is not in the calendar yet needs --automatic-at");
  withExample(
    addReleaseOptions(publish).option(...JSON_OPTION),
    "sluice release publish 46.9.1.36000 --automatic-at 2026-10-06 --slow-at 2026-10-20",
    'sluice release publish 46.9.2.36100 --automatic-at 2026-10-08 --critical "fixes a crash at start" --scope all',
  ).action(
    answering(session, (version: string, options: ReleaseOptions) =>
      publishRelease(session, version, options),
    ),
  );
}

/** A command that sets the state of a release. */
interface StateCommand {
  readonly name: string;
  readonly state: ReleaseState;
  readonly description: string;
}

const STATE_COMMANDS: readonly StateCommand[] = [
  {
    name: "pause",
    state: "paused",
    description: "stop offering a release; installations that have it keep it (R19)",
  },
  { name: "resume", state: "published", description: "offer a paused release again (R19)" },
  { name: "withdraw", state: "withdrawn", description: "take a release back for good (R19)" },
];

function addStateCommand(
  release: Command,
  session: Session,
  { name, state, description }: StateCommand,
): void {
  withExample(
    release
      .command(`${name} <version>`)
      .description(description)
      .option(...PREVIEW_OPTION)
      .option(...JSON_OPTION),
    `sluice release ${name} 46.9.0.35800`,
    `sluice release ${name} 46.9.0.35800 --preview`,
  ).action(
    answering(session, (version: string, { preview }: ReleaseOptions) =>
      setState(session, version, { state, preview }),
    ),
  );
}

/** A new state, and whether it is only previewed. */
interface StateStep {
  readonly state: ReleaseState;
  readonly preview: boolean | undefined;
}

async function list(session: Session): Promise<Outcome> {
  const client = connect(session.terminal);
  if (!client.ok) return client;
  const releases = await listReleases(client.value);
  if (!releases.ok) return releases;
  return ok({ text: releasesText(releases.value), json: { items: releases.value } });
}

async function setState(session: Session, version: string, step: StateStep): Promise<Outcome> {
  const { state, preview } = step;
  const client = connect(session.terminal);
  if (!client.ok) return client;
  const release = await getRelease(client.value, version);
  if (!release.ok) return release;
  if (preview) return previewChange(client.value, release.value.id, { state });
  const answer = await changeRelease(client.value, release.value.id, { state });
  if (!answer.ok) return answer;
  const { body } = answer.value;
  return ok({ text: `${release.value.version} is ${body.state}.`, json: body });
}

async function show(session: Session, version: string): Promise<Outcome> {
  const client = connect(session.terminal);
  if (!client.ok) return client;
  const release = await getRelease(client.value, version);
  return release.ok ? ok({ text: releaseText(release.value), json: release.value }) : release;
}

async function addRelease(session: Session, version: string, options: ReleaseOptions): Promise<Outcome> {
  const changes = readReleaseOptions(options);
  if (!changes.ok) return changes;
  const { automaticAt } = options;
  if (automaticAt === undefined) return dateMissing(version);
  const client = connect(session.terminal);
  if (!client.ok) return client;
  const planned = { ...changes.value, version, automaticAt };
  if (options.preview) return previewNew(client.value, planned);
  const answer = await createRelease(client.value, planned);
  if (!answer.ok) return answer;
  const { body } = answer.value;
  const text = `${body.version} is ${body.state}, automatic from ${showInstant(body.automaticAt)}.`;
  return ok({ text, json: body });
}

async function setRelease(session: Session, version: string, options: ReleaseOptions): Promise<Outcome> {
  const changes = readReleaseOptions(options);
  if (!changes.ok) return changes;
  if (Object.values(changes.value).every((value) => value === undefined)) {
    const message = "Give what is to change, such as --expires-at 2027-02-03; nothing was sent";
    return fail(EXIT.usage, { code: "changes_missing", message });
  }
  const client = connect(session.terminal);
  if (!client.ok) return client;
  const release = await getRelease(client.value, version);
  if (!release.ok) return release;
  if (options.preview) return previewChange(client.value, release.value.id, changes.value);
  const answer = await changeRelease(client.value, release.value.id, changes.value);
  if (!answer.ok) return answer;
  const { body } = answer.value;
  return ok({ text: releaseText(body), json: body });
}

async function publishRelease(session: Session, version: string, options: ReleaseOptions): Promise<Outcome> {
  const read = readReleaseOptions(options);
  if (!read.ok) return read;
  const changes: ReleaseChanges = { state: "published", ...read.value };
  const client = connect(session.terminal);
  if (!client.ok) return client;
  const known = await findRelease(client.value, version);
  if (!known.ok) return known;
  const { automaticAt } = options;
  if (!known.value && automaticAt === undefined) return dateMissing(version);
  if (options.preview) {
    return known.value
      ? previewChange(client.value, known.value.id, changes)
      : previewNew(client.value, { ...changes, version, automaticAt: automaticAt ?? "" });
  }
  const answer = known.value
    ? await changeRelease(client.value, known.value.id, changes)
    : await createRelease(client.value, { ...changes, version, automaticAt: automaticAt ?? "" });
  if (!answer.ok) return answer;
  const { body } = answer.value;
  return ok({
    text: `${body.version} is published, automatic from ${showInstant(body.automaticAt)}.`,
    json: body,
  });
}

function dateMissing(version: string): Outcome {
  const message = `${version} is not in the calendar yet; give its date: --automatic-at 2026-10-06`;
  return fail(EXIT.usage, { code: "automatic_at_missing", message });
}

function changeRelease({ api }: Client, id: string, body: ReleaseChanges) {
  return orFailure(api.PATCH("/v1/releases/{id}", { params: { path: { id } }, body }));
}

function createRelease({ api }: Client, body: Options<"POST", "/v1/releases">["body"]) {
  return orFailure(api.POST("/v1/releases", { body, idempotencyKey: newIdempotencyKey() }));
}
