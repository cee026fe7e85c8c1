import type { z } from "zod";
import type { Updater } from "../../catalog/updaters.ts";
import { ANY_REASON, FLEET_FILTERS, type INSTALLATION_FILTERS } from "../../contract/installation-filter.ts";
import type { InstallationFilter } from "../../fleet/installation-filter.ts";
import type { FleetFilter } from "../../fleet/matching.ts";
import { BEHIND_CODES } from "../../policy/behind.ts";

/** Limits as a query has them. */
export type AskedInstallationFilters = z.output<z.ZodObject<typeof INSTALLATION_FILTERS>>;
export type AskedFleetFilters = z.output<z.ZodObject<typeof FLEET_FILTERS>>;

/** Whether a query limits organizations by what memory knows of them. */
export function asksFleet(asked: AskedFleetFilters): boolean {
  const names = Object.keys(FLEET_FILTERS) as (keyof typeof FLEET_FILTERS)[];
  return names.some((name) => asked[name] !== undefined && !(name === "stuck" && asked.stuck === false));
}

/** The limits on organizations, but for those that are stuck, which are counted before. */
export function toFleetFilter(asked: AskedFleetFilters): FleetFilter {
  const { currentBelow, schedule } = asked;
  return {
    installations: toInstallationFilter(asked),
    currentBelow,
    schedules: schedule && new Set(schedule),
  };
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
