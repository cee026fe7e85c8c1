import type { Command } from "commander";
import { CRITICAL_SCOPES } from "../catalog/release.ts";
import { formatVersion } from "../catalog/version.ts";
import { ReleaseAnswer, ReleaseList } from "../contract/release.ts";
import { ok } from "../result.ts";
import { findRelease, getRelease, listReleases, readMoment } from "./catalog.ts";
import { call, connect } from "./client.ts";
import { showInstant } from "./columns.ts";
import { EXIT, fail, type Outcome } from "./outcome.ts";
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
  addStateCommand(
    release,
    session,
    "pause",
    "paused",
    "offer a release to nobody new; who has it keeps it (R19)",
  );
  addStateCommand(release, session, "resume", "published", "offer a paused release again (R19)");
  addStateCommand(release, session, "withdraw", "withdrawn", "take a release back for good (R19)");
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

function addStateCommand(
  release: Command,
  session: Session,
  name: string,
  state: string,
  description: string,
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
  return ok({ text: releasesText(releases.value), json: ReleaseList.encode({ items: [...releases.value] }) });
}

async function setState(session: Session, version: string, state: string): Promise<Outcome> {
  const client = connect(session.terminal);
  if (!client.ok) return client;
  const release = await getRelease(client.value, version);
  if (!release.ok) return release;
  const path = `/v1/releases/${release.value.id}`;
  const answer = await call(client.value, "PATCH", path, ReleaseAnswer, { body: { state } });
  if (!answer.ok) return answer;
  return ok({
    text: `${formatVersion(release.value.version)} is ${answer.value.value.state}.`,
    json: answer.value.json,
  });
}

async function publishRelease(session: Session, version: string, options: PublishOptions): Promise<Outcome> {
  const changes = readChanges(options);
  if (!changes.ok) return changes;
  const client = connect(session.terminal);
  if (!client.ok) return client;
  const known = await findRelease(client.value, version);
  if (!known.ok) return known;
  if (!known.value && options.automaticAt === undefined) {
    const message = `${version} is not in the calendar, so its date is needed: --automatic-at 2026-10-06`;
    return fail(EXIT.usage, { code: "automatic_at_missing", message });
  }
  const answer = known.value
    ? await call(client.value, "PATCH", `/v1/releases/${known.value.id}`, ReleaseAnswer, {
        body: changes.value,
      })
    : await call(client.value, "POST", "/v1/releases", ReleaseAnswer, {
        body: { version, ...changes.value },
      });
  if (!answer.ok) return answer;
  const { value, json } = answer.value;
  return ok({
    text: `${formatVersion(value.version)} is published, automatic from ${showInstant(value.automaticAt)}.`,
    json,
  });
}

function readChanges(options: PublishOptions) {
  for (const [name, text] of [
    ["--automatic-at", options.automaticAt],
    ["--slow-at", options.slowAt],
  ] as const) {
    const moment = readMoment(name, text);
    if (!moment.ok) return moment;
  }
  const days = options.rolloutDays === undefined ? undefined : Number(options.rolloutDays);
  if (Number.isNaN(days)) {
    const message = `--rollout-days is "${options.rolloutDays}"; allowed is a number of days`;
    return fail(EXIT.usage, { code: "rollout_days_malformed", message });
  }
  if (!(CRITICAL_SCOPES as readonly string[]).includes(options.scope ?? "line")) {
    const message = `--scope is "${options.scope}"; allowed are ${CRITICAL_SCOPES.join(" and ")}`;
    return fail(EXIT.usage, { code: "scope_unknown", message });
  }
  const critical =
    options.critical === undefined ? undefined : { reason: options.critical, scope: options.scope };
  const { automaticAt, slowAt, notes } = options;
  return ok({ state: "published", automaticAt, slowAt, rolloutDays: days, critical, notes });
}
