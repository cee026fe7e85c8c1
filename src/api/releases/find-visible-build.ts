import type { Database } from "../../store/database.ts";
import { type BuildOfRelease, findBuilds } from "../../store/tables/build-table.ts";
import { findRelease } from "../../store/tables/release-table.ts";
import type { Actor } from "../../tenancy/actor.ts";
import { may } from "../../tenancy/permission.ts";

/** A build of a published release, as the download list has it for this actor (R22), or null if there is none. */
export async function findVisibleBuild(
  database: Database,
  actor: Actor,
  id: string,
): Promise<BuildOfRelease | null> {
  const [build] = await findBuilds(database, [id]);
  const release = build ? await findRelease(database, build.releaseId) : null;
  if (!build || !release) return null;
  return release.state === "published" || may(actor, "manage_catalog") ? { build, release } : null;
}
