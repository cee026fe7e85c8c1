import type { Release } from "../../catalog/release.ts";
import { asksForBuilds, checkLimits, type LimitedRelease } from "../../catalog/release-limits.ts";
import type { Instant } from "../../instant.ts";
import type { Refusal, Result } from "../../result.ts";
import type { Database } from "../../store/database.ts";
import { listBuilds } from "../../store/tables/build-table.ts";

/** Checks what a release limits against the calendar as it is. Refuses as {@link checkLimits} does. */
export async function checkLimitsNow(
  database: Database,
  limited: LimitedRelease,
  at: Instant,
): Promise<Result<Release, Refusal>> {
  const builds = asksForBuilds(limited) ? await listBuilds(database, {}) : [];
  return checkLimits(limited, { builds, at });
}
