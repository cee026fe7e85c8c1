import ical, { ICalCalendarMethod, ICalEventTransparency } from "ical-generator";
import { formatVersion } from "../../catalog/version.ts";
import { addDays, type Instant } from "../../instant.ts";
import type { ComingRelease } from "../../policy/coming-releases.ts";
import { forecast } from "../../policy/forecast.ts";
import type { Foresight } from "../../policy/foresight.ts";
import type { LastEntry } from "../../store/ledger/last-entries.ts";
import type { Locale } from "../../tenancy/locale.ts";
import type { Organization } from "../../tenancy/organization.ts";
import { describeCalendar, describeOffer } from "./calendar-words.ts";
import { comingOffers } from "./coming-offers.ts";
import type { OwnerForesight } from "./foresee.ts";

/** Past releases stay in the calendar for this long, so that they do not vanish under a reader's eyes. */
const KEPT_DAYS = 60;
const REFRESH_SECONDS = 6 * 3600;

/** The organization whose forecast it is. */
interface ForecastAbout {
  readonly organization: Organization;
  /** What its installations get (R56). */
  readonly own: OwnerForesight;
  readonly product: string;
  /** The language of its texts. */
  readonly locale: Locale;
  /** The last entry of the ledger that could move all its events, such as a change of its schedule. */
  readonly changed: LastEntry;
  /** The last entry of the ledger about each release, by the release's id. */
  readonly releasesChanged: ReadonlyMap<string, LastEntry>;
}

/**
 * R17, R56: an organization's forecast as iCalendar: an event of one day (in UTC) for each release that somebody there gets,
 * on the day from which the first of them is offered it. An event's UID is its release's and the organization's, so that a
 * date that slips moves the event. Its SEQUENCE and DTSTAMP (RFC 5545 3.8.7) are those of the last entry of the ledger that
 * could move it; what installations run is not in the ledger, and moves events without them.
 */
export async function formatForecast(
  about: ForecastAbout,
  foresight: Foresight,
  now: Instant,
): Promise<string> {
  const { organization, own, product, locale } = about;
  const subject = { customer: organization.name, schedule: own.standing.schedule };
  const written = ical({
    name: escapeText(`${product}: ${organization.name}`),
    description: escapeText(describeCalendar(locale, { ...subject, product })),
    prodId: { company: "Sluice", product: "Forecast" },
    method: ICalCalendarMethod.PUBLISH,
    ttl: REFRESH_SECONDS,
  });
  for (const { release, at: from } of await eventsOf(own, foresight, now)) {
    const { sequence, at } = laterOf(about.changed, about.releasesChanged.get(release.id));
    written.createEvent({
      id: `${release.id}.${organization.id}@sluice`,
      stamp: new Date(at),
      sequence,
      start: new Date(from),
      allDay: true,
      summary: `${product} ${formatVersion(release.version)}`,
      description: describeOffer(locale, { ...subject, at: from }),
      transparency: ICalEventTransparency.TRANSPARENT,
    });
  }
  return written.toString();
}

/** What comes, and what came under the schedule of late, as long as somebody there does not run newer than all of it. */
async function eventsOf(own: OwnerForesight, foresight: Foresight, now: Instant): Promise<readonly Event[]> {
  const { total, newer } = own.foresight;
  const span = { after: addDays(now, -KEPT_DAYS), to: null };
  const items = forecast(own.standing, foresight.plannedAt(now), span);
  const coming = await comingOffers(own, foresight, { now, items });
  const past = items.filter(({ superseded, eligibleAt }) => !superseded && eligibleAt <= now);
  const isPassedBy = total > 0 && newer?.installations === total;
  const came = isPassedBy ? [] : past.map(({ release, eligibleAt: at }) => ({ release, at }));
  return [...came.filter((one) => !coming.some(({ release }) => release === one.release)), ...coming];
}

type Event = Pick<ComingRelease, "release" | "at">;

function laterOf(one: LastEntry, another: LastEntry | undefined): LastEntry {
  return another && another.sequence > one.sequence ? another : one;
}

/** A text in a property of the calendar itself, where the library writes it as it is (RFC 5545 3.3.11). */
function escapeText(text: string): string {
  return text.replace(/[\\;,]/g, "\\$&").replace(/\r?\n/g, "\\n");
}
