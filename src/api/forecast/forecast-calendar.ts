import ical, { ICalCalendarMethod, ICalEventTransparency } from "ical-generator";
import { type Calendar, calendarAsPlanned } from "../../catalog/calendar.ts";
import { formatVersion } from "../../catalog/version.ts";
import { addDays, formatInstant, type Instant } from "../../instant.ts";
import { forecast } from "../../policy/forecast.ts";
import { deferralOf, type Schedule } from "../../policy/schedule.ts";
import type { Standing } from "../../policy/standing.ts";
import type { LastEntry } from "../../store/ledger/last-entries.ts";
import type { Organization } from "../../tenancy/organization.ts";

/** Past releases stay in the calendar for this long, so that they do not vanish under a reader's eyes. */
const KEPT_DAYS = 60;
const REFRESH_SECONDS = 6 * 3600;

/** The organization whose forecast it is. */
interface ForecastAbout {
  readonly organization: Organization;
  readonly standing: Standing;
  readonly product: string;
  /** The last entry of the ledger that could move all its events, such as a change of its schedule. */
  readonly changed: LastEntry;
  /** The last entry of the ledger about each release, by the release's id. */
  readonly releasesChanged: ReadonlyMap<string, LastEntry>;
}

/**
 * R17: an organization's forecast as iCalendar: an event of one day (in UTC) for each release that will be offered, on
 * the day from which it may run. An event's UID is its release's and the organization's, so that a date that slips moves
 * the event. Its SEQUENCE and DTSTAMP (RFC 5545 3.8.7) are those of the last entry of the ledger that could move it.
 */
export function formatForecast(about: ForecastAbout, calendar: Calendar, now: Instant): string {
  const { organization, standing, product } = about;
  const written = ical({
    name: escapeText(`${product}: ${organization.name}`),
    description: escapeText(
      `Releases of ${product} for ${organization.name}, if nothing changes (${describe(standing.schedule)})`,
    ),
    prodId: { company: "Sluice", product: "Forecast" },
    method: ICalCalendarMethod.PUBLISH,
    ttl: REFRESH_SECONDS,
  });
  const coming = forecast(standing, calendarAsPlanned(calendar, now), {
    after: addDays(now, -KEPT_DAYS),
    to: null,
  });
  for (const { release, eligibleAt, superseded } of coming) {
    if (superseded) continue;
    const { sequence, at } = laterOf(about.changed, about.releasesChanged.get(release.id));
    written.createEvent({
      id: `${release.id}.${organization.id}@sluice`,
      stamp: new Date(at),
      sequence,
      start: new Date(eligibleAt),
      allDay: true,
      summary: `${product} ${formatVersion(release.version)}`,
      description: `From ${formatInstant(eligibleAt)} ${organization.name} is offered this version (${describe(standing.schedule)}).`,
      transparency: ICalEventTransparency.TRANSPARENT,
    });
  }
  return written.toString();
}

function laterOf(one: LastEntry, another: LastEntry | undefined): LastEntry {
  return another && another.sequence > one.sequence ? another : one;
}

/** A text in a property of the calendar itself, where the library writes it as it is (RFC 5545 3.3.11). */
function escapeText(text: string): string {
  return text.replace(/[\\;,]/g, "\\$&").replace(/\r?\n/g, "\\n");
}

function describe(schedule: Schedule): string {
  if (schedule.cadence === "automatic") return "automatic upgrades";
  const weeks = deferralOf(schedule);
  return `cadence ${schedule.cadence}, deferral ${weeks} ${weeks === 1 ? "week" : "weeks"}`;
}
