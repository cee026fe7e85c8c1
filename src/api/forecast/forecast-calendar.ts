import ical, { ICalCalendarMethod, ICalEventTransparency } from "ical-generator";
import { type Calendar, calendarAsPlanned } from "../../catalog/calendar.ts";
import { formatVersion } from "../../catalog/version.ts";
import { addDays, type Instant } from "../../instant.ts";
import { forecast } from "../../policy/forecast.ts";
import { deferralOf, type Schedule } from "../../policy/schedule.ts";
import type { Standing } from "../../policy/standing.ts";
import type { Organization } from "../../tenancy/organization.ts";

/** Past releases stay in the calendar for this long, so that they do not vanish under a reader's eyes. */
const KEPT_DAYS = 60;
const REFRESH_SECONDS = 6 * 3600;

/** The organization whose forecast it is. */
interface ForecastAbout {
  readonly organization: Organization;
  readonly standing: Standing;
  readonly product: string;
}

/**
 * R17: an organization's forecast as iCalendar: one event for each release that will be offered, at the instant from
 * which it may run. An event's UID is its release's, so that a date that slips moves the event.
 */
export function formatForecast(about: ForecastAbout, calendar: Calendar, now: Instant): string {
  const { organization, standing, product } = about;
  const written = ical({
    name: `${product}: ${organization.name}`,
    description: `Releases of ${product} for ${organization.name}, if nothing changes (${describe(standing.schedule)})`,
    prodId: { company: "Sluice", product: "Forecast" },
    method: ICalCalendarMethod.PUBLISH,
    ttl: REFRESH_SECONDS,
  });
  const entries = new Map(calendar.map((entry) => [entry.release.id, entry]));
  const coming = forecast(standing, calendarAsPlanned(calendar, now), {
    after: addDays(now, -KEPT_DAYS),
    to: null,
  });
  for (const { release, eligibleAt, superseded } of coming) {
    if (superseded) continue;
    const history = entries.get(release.id)?.history ?? [];
    written.createEvent({
      id: `${release.id}.${organization.id}@sluice`,
      stamp: new Date(history.at(-1)?.knownAt ?? now),
      sequence: Math.max(history.length - 1, 0),
      start: new Date(eligibleAt),
      summary: `${product} ${formatVersion(release.version)}`,
      description: `From now on ${organization.name} is offered this version (${describe(standing.schedule)}).`,
      transparency: ICalEventTransparency.TRANSPARENT,
    });
  }
  return written.toString();
}

function describe(schedule: Schedule): string {
  if (schedule.cadence === "automatic") return "automatic upgrades";
  const weeks = deferralOf(schedule);
  return `cadence ${schedule.cadence}, deferral ${weeks} ${weeks === 1 ? "week" : "weeks"}`;
}
