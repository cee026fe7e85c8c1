import type { z } from "zod";
import { changeRelease, checkRelease } from "../../catalog/release-change.ts";
import { compareVersions, formatVersion } from "../../catalog/version.ts";
import { CalendarImportAnswer, CalendarImportBody, type ReleaseBody } from "../../contract/release.ts";
import { err, ok, type Refusal, type Result, refuse } from "../../result.ts";
import type { Change } from "../../store/ledger/change.ts";
import { findReleaseByVersion } from "../../store/tables/release-table.ts";
import { may } from "../../tenancy/permission.ts";
import { change } from "../change.ts";
import { endpoint } from "../endpoint.ts";
import { notAllowed } from "../refusals.ts";
import { toRelease } from "./create-release.ts";

type Line = z.output<typeof ReleaseBody>;

export const importCalendar = endpoint({
  method: "POST",
  path: "/v1/imports/calendar",
  summary: "Enter or update a whole calendar, all or nothing; what a line leaves out stays",
  body: CalendarImportBody,
  answer: CalendarImportAnswer,
  handle: async ({ actor, body }, context) => {
    if (!may(actor, "manage_catalog")) return notAllowed("import calendars");
    const once = eachVersionOnce(body.releases);
    if (!once.ok) return once;
    return change(context, actor, async (transaction) => {
      const counts = { created: 0, changed: 0, unchanged: 0 };
      for (const [index, line] of body.releases.entries()) {
        const outcome = await importLine(transaction, line);
        if (!outcome.ok) {
          const where = `releases.${index} (${formatVersion(line.version)})`;
          return err(refuse(outcome.error.code, `${where}: ${outcome.error.message}`));
        }
        counts[outcome.value]++;
      }
      return ok(counts);
    });
  },
});

/** Two lines about one version, however they write it, would contradict each other. */
function eachVersionOnce(lines: readonly Line[]): Result<true, Refusal> {
  const order = lines.map((line, index) => ({ ...line, index }));
  order.sort((a, b) => compareVersions(a.version, b.version) || a.index - b.index);
  for (const [place, line] of order.entries()) {
    const first = order[place - 1];
    if (!first || compareVersions(first.version, line.version) !== 0) continue;
    const message = `releases.${line.index}: version ${formatVersion(line.version)} is at releases.${first.index} already; list each version once`;
    return err(refuse("version_twice", message));
  }
  return ok(true);
}

async function importLine(
  transaction: Change,
  line: Line,
): Promise<Result<"created" | "changed" | "unchanged", Refusal>> {
  const action = "import_calendar";
  const before = await findReleaseByVersion(transaction.database, line.version);
  if (!before) {
    const release = checkRelease(toRelease(line));
    if (!release.ok) return release;
    const { id } = release.value;
    await transaction.record({ subject: "release", id, action, before, after: release.value });
    return ok("created");
  }
  const { version: _, ...dates } = line;
  const release = changeRelease(before, dates);
  if (!release.ok) return release;
  if (release.value === before) return ok("unchanged");
  await transaction.record({ subject: "release", id: before.id, action, before, after: release.value });
  return ok("changed");
}
