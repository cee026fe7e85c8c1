import type { Calendar } from "../catalog/calendar.ts";
import type { Architecture, Target } from "../catalog/platform.ts";
import { likelyArch, OTHER } from "./feed.ts";

/**
 * What an installation can run, from what its updater can install on x64 and the architecture that it says, or null if it
 * says none. R27: for an architecture that Sluice does not know, no format is any good.
 */
export function targetOfArch(
  x64: Target,
  arch: Architecture | typeof OTHER | null,
  calendar: Calendar,
): Target {
  return arch === OTHER ? { ...x64, formats: [] } : { ...x64, arch: arch ?? likelyArch(x64, calendar) };
}
