import type { Release } from "../../catalog/release.ts";
import { changeRelease, checkRelease, type ReleaseChange } from "../../catalog/release-change.ts";
import { asksForBuilds, checkLimits, type LimitedRelease } from "../../catalog/release-limits.ts";
import { compareVersions, formatVersion } from "../../catalog/version.ts";
import type { Instant } from "../../instant.ts";
import { err, ok, type Refusal, type Result, refuse } from "../../result.ts";
import type { Database } from "../../store/database.ts";
import { listBuilds } from "../../store/tables/build-table.ts";
import { findReleaseByVersion } from "../../store/tables/release-table.ts";
import { may } from "../../tenancy/permission.ts";
import { notAllowed } from "../../tenancy/refusals.ts";
import type { Definition } from "../definition.ts";

/** Enters or updates a whole calendar, all or nothing. */
export interface ImportCalendar {
  readonly kind: "import_calendar";
  readonly lines: readonly CalendarLine[];
}

/** A line of a calendar. */
export interface CalendarLine {
  /** The release to add if its version is new. */
  readonly release: Release;
  /** The change of the release that has this version already; what is left out stays. */
  readonly change: ReleaseChange;
}

/** How many releases an import created, changed and left as they were. */
interface ImportCounts {
  readonly created: number;
  readonly changed: number;
  readonly unchanged: number;
}

/** A line with the release as it was, or null if it is new, and as it will be. */
interface DecidedLine extends LimitedRelease {
  /** The place of the line and the version, for a refusal. */
  readonly where: string;
}

export const importCalendar: Definition<ImportCalendar, ImportCounts> = {
  permit: (actor) => (may(actor, "manage_catalog") ? ok(true) : notAllowed("import calendars")),
  perform: async (change, { at }, { kind: action, lines }) => {
    const once = eachVersionOnce(lines);
    if (!once.ok) return once;
    const decided = await decideLines(change.database, lines);
    if (!decided.ok) return decided;
    const limits = await checkLimitsOf(change.database, decided.value, at);
    if (!limits.ok) return limits;
    const counts = { created: 0, changed: 0, unchanged: 0 };
    for (const { before, after } of decided.value) {
      if (after !== before) await change.record({ subject: "release", id: after.id, action, before, after });
      counts[after === before ? "unchanged" : before ? "changed" : "created"]++;
    }
    return ok(counts);
  },
};

async function decideLines(
  database: Database,
  lines: readonly CalendarLine[],
): Promise<Result<readonly DecidedLine[], Refusal>> {
  const decided: DecidedLine[] = [];
  for (const [index, { release, change }] of lines.entries()) {
    const where = `releases.${index} (${formatVersion(release.version)})`;
    const before = await findReleaseByVersion(database, release.version);
    const after = before ? changeRelease(before, change) : checkRelease(release);
    if (!after.ok) return inLine(where, after.error);
    decided.push({ where, before, after: after.value });
  }
  return ok(decided);
}

/** Checks what the lines limit against the calendar as it is after all of them. */
async function checkLimitsOf(
  database: Database,
  lines: readonly DecidedLine[],
  at: Instant,
): Promise<Result<true, Refusal>> {
  const changed = lines.filter(({ before, after }) => after !== before);
  const kept = changed.some(asksForBuilds) ? await listBuilds(database, {}) : [];
  const afterById = new Map(changed.map(({ after }) => [after.id, after]));
  const builds = kept.map(({ build, release }) => ({ build, release: afterById.get(release.id) ?? release }));
  for (const line of changed) {
    const checked = checkLimits(line, { builds, at });
    if (!checked.ok) return inLine(line.where, checked.error);
  }
  return ok(true);
}

function inLine(where: string, { code, message }: Refusal): Result<never, Refusal> {
  return err(refuse(code, `${where}: ${message}`));
}

/** Refuses `version_twice` if two lines have the same version, however it is written. */
function eachVersionOnce(lines: readonly CalendarLine[]): Result<true, Refusal> {
  const order = lines.map(({ release: { version } }, index) => ({ version, index }));
  order.sort((a, b) => compareVersions(a.version, b.version) || a.index - b.index);
  for (const [position, line] of order.entries()) {
    const first = order[position - 1];
    if (!first || compareVersions(first.version, line.version) !== 0) continue;
    const message = `releases.${line.index}: version ${formatVersion(line.version)} is at releases.${first.index} already; list each version once`;
    return err(refuse("version_twice", message));
  }
  return ok(true);
}
