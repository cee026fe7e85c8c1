import type { Release } from "../../catalog/release.ts";
import { changeRelease, checkRelease, type ReleaseChange } from "../../catalog/release-change.ts";
import { compareVersions, formatVersion } from "../../catalog/version.ts";
import { err, ok, type Refusal, type Result, refuse } from "../../result.ts";
import type { Change } from "../../store/ledger/change.ts";
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

export const importCalendar: Definition<ImportCalendar, ImportCounts> = {
  permit: (actor) => (may(actor, "manage_catalog") ? ok(true) : notAllowed("import calendars")),
  perform: async (change, _, { kind: action, lines }) => {
    const once = eachVersionOnce(lines);
    if (!once.ok) return once;
    const counts = { created: 0, changed: 0, unchanged: 0 };
    for (const [index, line] of lines.entries()) {
      const outcome = await importLine(change, action, line);
      if (!outcome.ok) {
        const where = `releases.${index} (${formatVersion(line.release.version)})`;
        return err(refuse(outcome.error.code, `${where}: ${outcome.error.message}`));
      }
      counts[outcome.value]++;
    }
    return ok(counts);
  },
};

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

async function importLine(
  change: Change,
  action: ImportCalendar["kind"],
  line: CalendarLine,
): Promise<Result<keyof ImportCounts, Refusal>> {
  const before = await findReleaseByVersion(change.database, line.release.version);
  const release = before ? changeRelease(before, line.change) : checkRelease(line.release);
  if (!release.ok) return release;
  const after = release.value;
  if (after === before) return ok("unchanged");
  await change.record({ subject: "release", id: after.id, action, before, after });
  return ok(before ? "changed" : "created");
}
