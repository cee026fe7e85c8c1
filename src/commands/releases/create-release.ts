import type { Release } from "../../catalog/release.ts";
import { checkRelease } from "../../catalog/release-change.ts";
import { formatVersion } from "../../catalog/version.ts";
import type { Instant } from "../../instant.ts";
import { err, ok, type Refusal, type Result, refuse } from "../../result.ts";
import type { Database } from "../../store/database.ts";
import { findReleaseByVersion } from "../../store/tables/release-table.ts";
import { may } from "../../tenancy/permission.ts";
import { notAllowed } from "../../tenancy/refusals.ts";
import type { Definition } from "../definition.ts";
import { checkLimitsNow } from "./check-limits.ts";

/** R3: adds a release to the calendar. */
export interface CreateRelease {
  readonly kind: "create_release";
  readonly release: Release;
}

export const createRelease: Definition<CreateRelease, Release> = {
  permit: (actor) => (may(actor, "manage_catalog") ? ok(true) : notAllowed("add releases")),
  perform: async (change, { at }, { kind: action, release }) => {
    const checked = await decideRelease(change.database, release, at);
    if (!checked.ok) return checked;
    const { id } = release;
    await change.record({ subject: "release", id, action, before: null, after: checked.value });
    return checked;
  },
};

/** Checks a new release. Refuses `version_exists`, `slow_before_automatic` and as `checkLimits` does. */
export async function decideRelease(
  database: Database,
  wanted: Release,
  at: Instant,
): Promise<Result<Release, Refusal>> {
  const release = checkRelease(wanted);
  if (!release.ok) return release;
  const known = await findReleaseByVersion(database, wanted.version);
  if (!known) return checkLimitsNow(database, { before: null, after: release.value }, at);
  const message = `Version ${formatVersion(wanted.version)} is in the calendar already; change that one.`;
  return err(refuse("version_exists", message));
}
