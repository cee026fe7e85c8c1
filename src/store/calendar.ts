import type { Build } from "../catalog/build.ts";
import { type Calendar, type CalendarEntry, type KnownRelease, toCalendar } from "../catalog/calendar.ts";
import type { Database } from "./database.ts";
import { type LedgerEntry, toLedgerEntry } from "./ledger-table.ts";

/**
 * R3, R17: every release as it stands and as it stood, with its builds. All from the ledger, in one query, so that the
 * history and the present always agree.
 */
export async function loadCalendar(database: Database): Promise<Calendar> {
  const rows = await database
    .selectFrom("ledger")
    .selectAll()
    .where("subject", "in", ["release", "build"])
    .orderBy("sequence")
    .execute();
  return foldCalendar(rows.map(toLedgerEntry));
}

function foldCalendar(entries: readonly LedgerEntry[]): Calendar {
  const histories = new Map<string, KnownRelease[]>();
  const builds = new Map<string, Build>();
  for (const entry of entries) {
    if (entry.subject === "release") learnRelease(histories, entry);
    if (entry.subject === "build") {
      if (entry.after) builds.set(entry.id, entry.after);
      else builds.delete(entry.id);
    }
  }
  return toCalendar([...histories.values()].flatMap((history) => toEntry(history, [...builds.values()])));
}

function learnRelease(
  histories: Map<string, KnownRelease[]>,
  entry: Extract<LedgerEntry, { subject: "release" }>,
): void {
  if (!entry.after) {
    histories.delete(entry.id);
    return;
  }
  const known = { knownAt: entry.at, release: entry.after };
  const history = histories.get(entry.id);
  if (history) history.push(known);
  else histories.set(entry.id, [known]);
}

function toEntry(history: readonly KnownRelease[], builds: readonly Build[]): CalendarEntry[] {
  const release = history.at(-1)?.release;
  if (!release) return [];
  return [{ release, history, builds: builds.filter((build) => build.releaseId === release.id) }];
}
