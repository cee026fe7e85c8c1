import type { Calendar } from "./calendar.ts";
import { limitsOf, osClassOf } from "./calendar-limits.ts";
import { formatOsVersion, type OsVersion } from "./os-version.ts";
import type { Platform } from "./platform.ts";

/**
 * R32: what a version of the operating system is counted as: its class, as text (`osClassOf`); or null if it was not said, or
 * makes no difference because nothing in the calendar depends on the system.
 */
export function countSystem(os: OsVersion | null, platform: Platform, calendar: Calendar): string | null {
  if (limitsOf(calendar).thresholds[platform].length === 0) return null;
  const found = osClassOf(os, platform, calendar);
  return found && formatOsVersion(found);
}
