import { findVisibleScene } from "../../commands/organizations/find-visible-scene.ts";
import { IdParams } from "../../contract/fields.ts";
import { MOST_YEAR_DAYS, YearAnswer, YearQuery } from "../../contract/year.ts";
import { inSlices } from "../../fleet/in-slices.ts";
import { addDays, type Instant, toInstant } from "../../instant.ts";
import type { LedgerEntry } from "../../ledger/entry.ts";
import type { HistoryMoment } from "../../ledger/organization-history.ts";
import type { Timespan } from "../../policy/stretches.ts";
import { type Year, yearOf } from "../../policy/year.ts";
import { ok } from "../../result.ts";
import type { Database } from "../../store/database.ts";
import { entriesAbout } from "../../store/ledger/ledger-table.ts";
import { loadOrganizationHistory } from "../../store/ledger/load-organization-history.ts";
import { notFound } from "../../tenancy/refusals.ts";
import { toQuestion } from "../../updates/check.ts";
import { type ShowActor, showActors } from "../actors/show-actors.ts";
import { endpoint } from "../endpoint.ts";

export const getYear = endpoint({
  method: "GET",
  path: "/v1/organizations/:id/year",
  summary:
    "A customer's year: what a new installation was offered and will be if nothing changes, and what happened meanwhile (R17)",
  params: IdParams,
  query: YearQuery,
  answer: YearAnswer,
  handle: async ({ actor, params, query, now }, context) => {
    const { database } = context.store;
    if (!(await findVisibleScene(database, actor, params.id))) return notFound("organization");
    await context.follower.catchUp();
    const { moments } = await loadOrganizationHistory(database, params.id, null);
    const time = timeAsked(query, now, moments[0]?.at ?? now);
    const known = { moments, calendar: context.fleet.calendar, now };
    const year = await inSlices(yearOf(known, { asker: toQuestion(query, now), time }));
    const entries = await findEntries(database, year, moments);
    const actors = [...entries.values()].map((entry) => entry.actor);
    const show = await showActors(context, database, actor, actors);
    return ok({ ...toYearAnswer(year, entries, show), from: time.from, now });
  },
});

/** The months before the present one in a year of which nothing is asked, and all its months. */
const [MONTHS_BEFORE, MONTHS] = [8, 12];

/** The last instant that an answer can name. */
const LAST = Date.UTC(9999, 11, 31, 23, 59, 59, 999);

/**
 * The asked time, as far as it is told at once. If none is asked it is a year of whole months in UTC, most of them before
 * `now`; the first year of an organization that `began` later.
 */
function timeAsked(query: Pick<YearQuery, "from" | "to">, now: Instant, began: Instant): Timespan {
  const usual = Math.max(monthFrom(now, -MONTHS_BEFORE), monthFrom(began, 0));
  const from = query.from ?? toInstant(usual);
  const latest = Math.min(addDays(from, MOST_YEAR_DAYS), LAST);
  const to = query.to ?? (query.from === undefined ? monthFrom(from, MONTHS) : latest);
  return { from, until: toInstant(Math.max(from, Math.min(to, latest))) };
}

/** The first instant of the month that is some months after that of an instant. */
function monthFrom(at: Instant, months: number): Instant {
  const date = new Date(at);
  return toInstant(Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + months, 1));
}

/** The beginning of a schedule, or an event of a release. */
type Happening = Year["governed"][number] | Year["events"][number];

/** The entries of the ledger by which something happened; what happens by its date has none. */
async function findEntries(
  database: Database,
  { governed, events }: Year,
  moments: readonly HistoryMoment[],
): Promise<ReadonlyMap<Happening, LedgerEntry>> {
  const found = new Map<Happening, LedgerEntry>();
  for (const span of governed) {
    const entry = moments.findLast(({ at }) => at <= span.from)?.entries.at(-1);
    if (entry?.at === span.from) found.set(span, entry);
  }
  const ids = new Set(events.map(({ release }) => release.id));
  const about = await entriesAbout(
    database,
    [...ids].map((id) => ({ subject: "release", id })),
  );
  for (const event of events) {
    const entry = about.findLast(({ id, at }) => id === event.release.id && at === event.at);
    if (entry) found.set(event, entry);
  }
  return found;
}

function toYearAnswer(year: Year, entries: ReadonlyMap<Happening, LedgerEntry>, show: ShowActor) {
  const madeBy = (happening: Happening) => {
    const entry = entries.get(happening);
    return { by: entry ? show(entry.actor) : null, sequence: entry?.sequence ?? null };
  };
  return {
    to: year.until,
    offers: year.spans.map(({ from, until: to, release }) => ({
      from,
      to,
      releaseId: release?.id ?? null,
      version: release?.version ?? null,
    })),
    schedules: year.governed.map((span) => {
      const { from, until: to, schedule, code, isHeld: held } = span;
      return { from, to, schedule, code, held, ...madeBy(span) };
    }),
    events: year.events.map((event) => {
      const { at, kind, release, dueBefore, dueAt } = event;
      return {
        at,
        kind,
        releaseId: release.id,
        version: release.version,
        dueBefore,
        dueAt,
        ...madeBy(event),
      };
    }),
  };
}
