import type { Command } from "commander";
import { CRITICAL_SCOPES } from "../catalog/release.ts";
import type { Options } from "../client/operation.ts";
import { ok, type Result } from "../result.ts";
import { EXIT, type Failure, fail } from "./command-result.ts";
import { readMoment } from "./find-release.ts";

/** What can be changed of a release, as the API takes it. */
export type ReleaseChanges = Options<"PATCH", "/v1/releases/{id}">["body"];

/** The options that {@link addReleaseOptions} adds; false for one that was taken back by `--no-`. */
export interface ReleaseOptions {
  readonly automaticAt?: string;
  readonly slowAt?: string | false;
  readonly rolloutDays?: string;
  readonly critical?: string | false;
  readonly scope?: string;
  readonly notes?: string;
  readonly floor?: string | false;
  readonly supportEndsAt?: string | false;
  readonly expiresAt?: string | false;
  readonly warnDays?: string;
  readonly reason?: string;
  readonly preview?: boolean;
}

/** The option of every command that changes a release. */
export const PREVIEW_OPTION = [
  "--preview",
  "show what it would do, and to whom; nothing is changed",
] as const;

/** Adds the options that say what a release is like. */
export function addReleaseOptions(command: Command): Command {
  return command
    .option("--automatic-at <moment>", "automatic upgrade date, such as 2026-10-06 (R3)")
    .option("--slow-at <moment>", "also put it on the slow channel from this date (R3)")
    .option("--no-slow-at", "take it from the slow channel (R3)")
    .option("--rollout-days <days>", "spread it over so many days (R18)")
    .option("--critical <reason>", "let it bypass every schedule, with the reason (R20)")
    .option("--no-critical", "let it bypass schedules no longer (R20)")
    .option("--scope <scope>", "whom a critical release reaches: line or all", "line")
    .option("--notes <text>", "release notes")
    .option("--floor <reason>", "older versions have to run it, or a later one of its line, first (R28)")
    .option("--no-floor", "let older versions go past it (R28)")
    .option("--support-ends-at <moment>", "end of support (R29)")
    .option("--no-support-ends-at", "the end of support is not known (R29)")
    .option("--expires-at <moment>", "end of life: who still runs it then is moved on (R30)")
    .option("--no-expires-at", "the end of life is not known (R30)")
    .option("--warn-days <days>", "how many days before its end of life its users are warned (R29)")
    .option("--reason <text>", "why its end of life is less than 30 days away (R30)")
    .option(...PREVIEW_OPTION);
}

/** What the options say, as the API takes it. Refuses a moment, a number or a scope that is none. */
export function readReleaseOptions(options: ReleaseOptions): Result<ReleaseChanges, Failure> {
  const { automaticAt, notes, reason } = options;
  const moments = readMoments(options);
  if (!moments.ok) return moments;
  const rolloutDays = readDays("--rollout-days", options.rolloutDays, "rollout_days_malformed");
  if (!rolloutDays.ok) return rolloutDays;
  const warnDays = readDays("--warn-days", options.warnDays, "warn_days_malformed");
  if (!warnDays.ok) return warnDays;
  const critical = readCritical(options);
  if (!critical.ok) return critical;
  return ok({
    automaticAt,
    slowAt: orNull(options.slowAt),
    rolloutDays: rolloutDays.value,
    notes,
    critical: critical.value,
    floor: readFloor(options),
    supportEndsAt: orNull(options.supportEndsAt),
    expiresAt: orNull(options.expiresAt),
    warnDays: warnDays.value,
    expiryReason: reason,
  });
}

function readFloor({ floor: reason }: ReleaseOptions): ReleaseChanges["floor"] {
  return reason === false ? null : reason === undefined ? undefined : { reason };
}

function readMoments(options: ReleaseOptions): Result<null, Failure> {
  for (const [name, text] of [
    ["--automatic-at", options.automaticAt],
    ["--slow-at", options.slowAt],
    ["--support-ends-at", options.supportEndsAt],
    ["--expires-at", options.expiresAt],
  ] as const) {
    const moment = readMoment(name, text || undefined);
    if (!moment.ok) return moment;
  }
  return ok(null);
}

function readDays(
  option: string,
  text: string | undefined,
  code: "rollout_days_malformed" | "warn_days_malformed",
): Result<number | undefined, Failure> {
  const days = text === undefined ? undefined : Number(text);
  if (!Number.isNaN(days)) return ok(days);
  return fail(EXIT.usage, { code, message: `${option} is "${text}"; give a whole number of days` });
}

function readCritical({
  critical: reason,
  scope: said = "line",
}: ReleaseOptions): Result<ReleaseChanges["critical"], Failure> {
  const scope = CRITICAL_SCOPES.find((known) => known === said);
  if (!scope) {
    const message = `--scope is "${said}"; use ${CRITICAL_SCOPES.join(" or ")}`;
    return fail(EXIT.usage, { code: "scope_unknown", message });
  }
  return ok(reason === false ? null : reason === undefined ? undefined : { reason, scope });
}

/** What takes the place of a value, null for nothing any more, or undefined if it stays. */
function orNull(said: string | false | undefined): string | null | undefined {
  return said === false ? null : said;
}
