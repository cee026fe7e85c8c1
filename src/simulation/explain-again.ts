import type { Calendar } from "../catalog/calendar.ts";
import type { Instant } from "../instant.ts";
import { explain } from "../policy/explain.ts";
import type { Moment } from "../policy/history.ts";
import type { Verdict } from "../policy/verdict.ts";
import { loadOrganizationHistory } from "../store/ledger/load-organization-history.ts";
import type { Store } from "../store/store.ts";
import { type Answers, STAY } from "./answers.ts";
import type { BadCheck, Check } from "./check.ts";
import type { Installations } from "./installations.ts";
import { PastCalendars } from "./past-calendars.ts";
import type { VersionRanks } from "./version-ranks.ts";

/** What explanations after the end of a simulation, at `now`, need. */
export interface Hindsight {
  readonly store: Store;
  readonly installations: Installations;
  readonly answers: Answers;
  readonly ranks: VersionRanks;
  readonly calendar: Calendar;
  readonly now: Instant;
}

/**
 * R17: explains past checks from the ledger alone, by what was known at their instants. Returns the first check whose
 * explanation differs from its answer, or null if there is none.
 */
export async function explainAgain(
  after: Hindsight,
  checks: readonly Check[],
  tell: (done: number) => void,
): Promise<BadCheck | null> {
  const histories = new Map<number, readonly Moment[]>();
  const calendars = new PastCalendars(after.calendar, after.now);
  for (const [index, check] of checks.entries()) {
    if (index % 500 === 0) tell(index);
    const seat = after.installations.seatOf[check.installation] as number;
    const moments = histories.get(seat) ?? (await momentsOf(after, seat));
    histories.set(seat, moments);
    const foretold = explained(after, { seat, moments, calendar: calendars.at(check.at) }, check);
    if (foretold !== check.answered) return { ...check, kind: "not_as_explained", foretold };
  }
  tell(checks.length);
  return null;
}

async function momentsOf({ store, installations }: Hindsight, seat: number): Promise<readonly Moment[]> {
  const { organizationId = "", userId = null } = installations.seats[seat] ?? {};
  return (await loadOrganizationHistory(store.database, organizationId, userId)).moments;
}

/** What was known when a seat's installation asked. */
interface AsKnown {
  readonly seat: number;
  readonly moments: readonly Moment[];
  readonly calendar: Calendar;
}

function explained(
  { installations, answers, ranks }: Hindsight,
  { seat, moments, calendar }: AsKnown,
  { installation, at, running }: Check,
): number {
  const { organizationId = "", userId = null } = installations.seats[seat] ?? {};
  const asked = answers.questionOf(installation, running, at);
  const subject = { organizationId, userId, moments, entries: [] };
  const { verdict }: { verdict: Verdict } = explain(asked, subject, calendar);
  return verdict.action === "update" ? ranks.rankOf(verdict.release.version) : STAY;
}
