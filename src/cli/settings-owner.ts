import type { Command } from "commander";
import { type Schedule, toSchedule } from "../policy/schedule.ts";
import { ok, type Result } from "../result.ts";
import { parseId } from "../tenancy/id.ts";
import { EXIT, type Failure, fail } from "./command-result.ts";
import { JSON_OPTION } from "./session.ts";

/** Whose settings, as options say it. */
export interface OwnerOptions {
  readonly partner?: string;
  readonly organization?: string;
}

/** Whose settings, read. */
export interface SettingsOwner {
  readonly kind: "partner" | "organization";
  readonly id: string;
}

/** Adds the options that {@link readOwner} reads. */
export function whose(command: Command): Command {
  return command
    .option("--partner <id>", "the default of this partner")
    .option("--organization <id>", "the schedule of this organization")
    .option(...JSON_OPTION);
}

/** Refuses `owner_missing` and `id_malformed`. */
export function readOwner({ partner, organization }: OwnerOptions): Result<SettingsOwner, Failure> {
  const given = partner ?? organization;
  if (given === undefined || (partner !== undefined && organization !== undefined)) {
    const message = "Give exactly one of --partner ID and --organization ID";
    return fail(EXIT.usage, { code: "owner_missing", message });
  }
  const id = readId(given);
  if (!id.ok) return id;
  const kind = partner === undefined ? "organization" : "partner";
  return ok({ kind, id: id.value });
}

/** An id from the command line, as the API takes it. Refuses `id_malformed`. */
export function readId(text: string): Result<string, Failure> {
  const id = parseId(text);
  if (id !== null) return ok(id);
  const message = `"${text}" is not an id; use a UUID or the base64 of ciscospark://us/<KIND>/<uuid>`;
  return fail(EXIT.usage, { code: "id_malformed", message });
}

/** A schedule from `--cadence` and `--weeks` (R1); refuses what {@link toSchedule} refuses. */
export function readSchedule(cadence: string, weeks: string | undefined): Result<Schedule, Failure> {
  const schedule = toSchedule(cadence, weeks === undefined ? undefined : Number(weeks || Number.NaN));
  return schedule.ok ? schedule : fail(EXIT.usage, schedule.error);
}
