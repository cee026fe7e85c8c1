import type { Release } from "../../catalog/release.ts";
import { checkRelease } from "../../catalog/release-change.ts";
import { formatVersion } from "../../catalog/version.ts";
import { err, ok, type Refusal, type Result, refuse } from "../../result.ts";
import type { Database } from "../../store/database.ts";
import { findReleaseByVersion } from "../../store/tables/release-table.ts";
import { may } from "../../tenancy/permission.ts";
import { notAllowed } from "../../tenancy/refusals.ts";
import type { Definition } from "../definition.ts";

/** R3: adds a release to the calendar. */
export interface CreateRelease {
  readonly kind: "create_release";
  readonly release: Release;
}

export const createRelease: Definition<CreateRelease, Release> = {
  permit: (actor) => (may(actor, "manage_catalog") ? ok(true) : notAllowed("add releases")),
  perform: async (change, _, { kind: action, release }) => {
    const checked = await decideRelease(change.database, release);
    if (!checked.ok) return checked;
    const { id } = release;
    await change.record({ subject: "release", id, action, before: null, after: checked.value });
    return checked;
  },
};

/** Checks a new release. Refuses `version_exists` and `slow_before_automatic`. */
export async function decideRelease(database: Database, wanted: Release): Promise<Result<Release, Refusal>> {
  const release = checkRelease(wanted);
  if (!release.ok || !(await findReleaseByVersion(database, wanted.version))) return release;
  const message = `Version ${formatVersion(wanted.version)} is in the calendar already; change that one.`;
  return err(refuse("version_exists", message));
}
