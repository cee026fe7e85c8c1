import type { Command } from "commander";
import { CRITICAL_SCOPES, type ReleaseState } from "../catalog/release.ts";
import { newIdempotencyKey } from "../client/idempotency-key.ts";
import type { Options } from "../client/operation.ts";
import { ok, type Result } from "../result.ts";
import { type Client, connect, orFailure } from "./client.ts";
import { EXIT, type Failure, fail, type Outcome } from "./command-result.ts";
import { findRelease, getRelease, listReleases, readMoment } from "./find-release.ts";
import { showInstant } from "./format-text.ts";
import { releasesText } from "./releases-text.ts";
import { answering, JSON_OPTION, type Session, withExample } from "./session.ts";

interface PublishOptions {
  readonly automaticAt?: string;
  readonly slowAt?: string;
  readonly rolloutDays?: string;
  readonly critical?: string;
  readonly scope?: string;
  readonly notes?: string;
}

type Changes = Options<"PATCH", "/v1/releases/{id}">["body"];

/** `sluice release list | publish | pause | resume | withdraw`. */
export function addReleaseCommand(program: Command, session: Session): void {
  const release = program
    .command("release")
    .description("list, publish, pause, resume and withdraw releases");
  withExample(
    release,
    "sluice release list",
    "sluice release publish 46.9.1.36000 --automatic-at 2026-10-06",
  );
  withExample(
    release
      .command("list")
      .description("list every release with its dates and state")
      .option(...JSON_OPTION),
    "sluice release list",
  ).action(answering(session, () => list(session)));
  addPublish(release, session);
  for (const command of STATE_COMMANDS) addStateCommand(release, session, command);
}

function addPublish(release: Command, session: Session): void {
  const publish = release
    .command("publish <version>")
    .description("publish a release; one that is not in the calendar yet needs --automatic-at")
    .option("--automatic-at <moment>", "automatic upgrade date, such as 2026-10-06 (R3)")
    .option("--slow-at <moment>", "also put it on the slow channel from this date (R3)")
    .option("--rollout-days <days>", "spread it over so many days (R18)")
    .option("--critical <reason>", "let it bypass every schedule, with the reason (R20)")
    .option("--scope <scope>", "whom a critical release reaches: line or all", "line")
    .option("--notes <text>", "release notes")
    .option(...JSON_OPTION);
  withExample(
    publish,
    "sluice release publish 46.9.1.36000 --automatic-at 2026-10-06 --slow-at 2026-10-20",
    'sluice release publish 46.9.2.36100 --automatic-at 2026-10-08 --critical "fixes a crash at start" --scope all',
  ).action(
    answering(session, (version: string, options: PublishOptions) =>
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
      .option(...JSON_OPTION),
    `sluice release ${name} 46.9.0.35800`,
  ).action(answering(session, (version: string) => setState(session, version, state)));
}

async function list(session: Session): Promise<Outcome> {
  const client = connect(session.terminal);
  if (!client.ok) return client;
  const releases = await listReleases(client.value);
  if (!releases.ok) return releases;
  return ok({ text: releasesText(releases.value), json: { items: releases.value } });
}

async function setState(session: Session, version: string, state: ReleaseState): Promise<Outcome> {
  const client = connect(session.terminal);
  if (!client.ok) return client;
  const release = await getRelease(client.value, version);
  if (!release.ok) return release;
  const answer = await changeRelease(client.value, release.value.id, { state });
  if (!answer.ok) return answer;
  const { body } = answer.value;
  return ok({ text: `${release.value.version} is ${body.state}.`, json: body });
}

async function publishRelease(session: Session, version: string, options: PublishOptions): Promise<Outcome> {
  const changes = readChanges(options);
  if (!changes.ok) return changes;
  const client = connect(session.terminal);
  if (!client.ok) return client;
  const known = await findRelease(client.value, version);
  if (!known.ok) return known;
  if (!known.value && options.automaticAt === undefined) {
    const message = `${version} is not in the calendar yet; give its date: --automatic-at 2026-10-06`;
    return fail(EXIT.usage, { code: "automatic_at_missing", message });
  }
  const answer = known.value
    ? await changeRelease(client.value, known.value.id, changes.value)
    : await createRelease(client.value, {
        ...changes.value,
        version,
        automaticAt: options.automaticAt ?? "",
      });
  if (!answer.ok) return answer;
  const { body } = answer.value;
  return ok({
    text: `${body.version} is published, automatic from ${showInstant(body.automaticAt)}.`,
    json: body,
  });
}

function changeRelease({ api }: Client, id: string, body: Changes) {
  return orFailure(api.PATCH("/v1/releases/{id}", { params: { path: { id } }, body }));
}

function createRelease({ api }: Client, body: Options<"POST", "/v1/releases">["body"]) {
  return orFailure(api.POST("/v1/releases", { body, idempotencyKey: newIdempotencyKey() }));
}

function readChanges(options: PublishOptions): Result<Changes, Failure> {
  for (const [name, text] of [
    ["--automatic-at", options.automaticAt],
    ["--slow-at", options.slowAt],
  ] as const) {
    const moment = readMoment(name, text);
    if (!moment.ok) return moment;
  }
  const days = options.rolloutDays === undefined ? undefined : Number(options.rolloutDays);
  if (Number.isNaN(days)) {
    const message = `--rollout-days is "${options.rolloutDays}"; give a whole number of days`;
    return fail(EXIT.usage, { code: "rollout_days_malformed", message });
  }
  const scope = CRITICAL_SCOPES.find((known) => known === (options.scope ?? "line"));
  if (!scope) {
    const message = `--scope is "${options.scope}"; use ${CRITICAL_SCOPES.join(" or ")}`;
    return fail(EXIT.usage, { code: "scope_unknown", message });
  }
  const { automaticAt, slowAt, notes, critical: reason } = options;
  return ok({
    state: "published",
    automaticAt,
    slowAt,
    rolloutDays: days,
    notes,
    critical: reason === undefined ? undefined : { reason, scope },
  });
}
