import type { z } from "zod";
import { type Calendar, calendarAsPlanned } from "../../catalog/calendar.ts";
import type { Updater } from "../../catalog/updaters.ts";
import { ANY_REASON, FLEET_FILTERS, type INSTALLATION_FILTERS } from "../../contract/installation-filter.ts";
import type { InstallationFilter } from "../../fleet/installation-filter.ts";
import type { FleetFilter } from "../../fleet/matching.ts";
import type { Instant } from "../../instant.ts";
import { BEHIND_CODES } from "../../policy/behind.ts";
import { datesOf } from "../../policy/release-dates.ts";
import { formatSchedule } from "../../policy/schedule.ts";
import type { Standing } from "../../policy/standing.ts";

/** Limits as a query has them. */
type AskedInstallationFilters = z.output<z.ZodObject<typeof INSTALLATION_FILTERS>>;
export type AskedFleetFilters = z.output<z.ZodObject<typeof FLEET_FILTERS>>;

/** Whether a query limits organizations by what memory knows of them. */
export function asksFleet(asked: AskedFleetFilters): boolean {
  const names = Object.keys(FLEET_FILTERS) as (keyof typeof FLEET_FILTERS)[];
  return names.some((name) => asked[name] !== undefined && !(name === "stuck" && asked.stuck === false));
}

/** The limits on organizations, but for those that are stuck, which are counted before. */
export function toFleetFilter(asked: AskedFleetFilters, calendar: Calendar, now: Instant): FleetFilter {
  const { currentBelow, schedule, gets } = asked;
  const schedules = schedule && new Set(schedule);
  const getsIt =
    gets === undefined ? undefined : getting(gets, asked.getsAt, calendarAsPlanned(calendar, now));
  const isStanding = (standing: Standing) =>
    (!schedules || schedules.has(formatSchedule(standing.schedule))) && (!getsIt || getsIt(standing, now));
  return {
    installations: toInstallationFilter(asked),
    currentBelow,
    isStanding: schedules || getsIt ? isStanding : undefined,
  };
}

/** Whether a standing gets a release, as the dates of that release count it; at an instant, if one is given. */
function getting(releaseId: string, at: Instant | undefined, planned: Calendar) {
  const entry = planned.find(({ release }) => release.id === releaseId);
  return (standing: Standing, now: Instant) =>
    entry !== undefined &&
    datesOf({ entry, planned, now }, [{ standing, organizations: 1 }]).some(
      (date) => date.organizations > 0 && (at === undefined || date.at === at),
    );
}

/** The limits on installations, or undefined if there are none. */
export function toInstallationFilter(
  { version, behind, condition, platform, arch, current }: AskedInstallationFilters,
  updater?: Updater | null,
): InstallationFilter | undefined {
  const filter: InstallationFilter = {
    version,
    behind: behind?.includes(ANY_REASON) ? BEHIND_CODES : (behind as InstallationFilter["behind"]),
    conditions: condition,
    platform,
    arch,
    isCurrent: current,
    withManaged: updater === undefined ? undefined : true,
  };
  return Object.values(filter).some((limit) => limit !== undefined) ? filter : undefined;
}
