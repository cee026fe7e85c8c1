import type { Build } from "../../catalog/build.ts";
import type { Platform } from "../../catalog/platform.ts";
import type { Release } from "../../catalog/release.ts";
import { compareVersions, type Version } from "../../catalog/version.ts";
import type { Instant } from "../../instant.ts";
import type { Database } from "../database.ts";
import { fromBuild, toBuild } from "./build-row.ts";
import { idIsOneOf } from "./name-page.ts";
import { findReleases } from "./release-table.ts";
import { expectOneRow, type RecordPair } from "./write-row.ts";

/** R22: a row of the download list. */
export interface BuildOfRelease {
  readonly build: Build;
  readonly release: Release;
}

export async function findBuilds(database: Database, ids: readonly string[]): Promise<readonly Build[]> {
  const rows = await database.selectFrom("builds").selectAll().where(idIsOneOf(ids)).execute();
  return rows.map(toBuild);
}

/** The build with these bytes (lower-case hex); the oldest if the same bytes were published twice. */
export async function findBuildBySha256(database: Database, sha256: string): Promise<Build | null> {
  const row = await database
    .selectFrom("builds")
    .selectAll()
    .where("sha256", "=", sha256)
    .orderBy("added_at")
    .orderBy("id")
    .executeTakeFirst();
  return row ? toBuild(row) : null;
}

/** The values that the download list is ordered by. */
export interface BuildSortKey {
  readonly version: Version;
  readonly addedAt: Instant;
  readonly id: string;
}

export function toBuildSortKey({
  build: { id, addedAt },
  release: { version },
}: BuildOfRelease): BuildSortKey {
  return { version, addedAt, id };
}

/** R22: the newest version first, then the newest build. */
export function compareBuildSortKeys(a: BuildSortKey, b: BuildSortKey): number {
  return (
    compareVersions(b.version, a.version) || b.addedAt - a.addedAt || (a.id < b.id ? -1 : a.id > b.id ? 1 : 0)
  );
}

/** R22: the builds with their releases, the newest version first, then the newest build. */
export async function listBuilds(
  database: Database,
  { platform }: { readonly platform?: Platform | undefined },
): Promise<readonly BuildOfRelease[]> {
  let query = database.selectFrom("builds").selectAll();
  if (platform) query = query.where("platform", "=", platform);
  const builds = (await query.execute()).map(toBuild);
  const releases = await findReleases(database, [...new Set(builds.map((build) => build.releaseId))]);
  const byId = new Map(releases.map((release) => [release.id, release]));
  return builds
    .flatMap((build) => {
      const release = byId.get(build.releaseId);
      return release ? [{ build, release }] : [];
    })
    .sort((a, b) => compareBuildSortKeys(toBuildSortKey(a), toBuildSortKey(b)));
}

export async function writeBuild(
  database: Database,
  { id, before, after }: RecordPair<Build>,
): Promise<void> {
  if (after === null) {
    const { numDeletedRows } = await database.deleteFrom("builds").where("id", "=", id).executeTakeFirst();
    return expectOneRow(numDeletedRows, "build", id);
  }
  if (before === null) {
    await database.insertInto("builds").values(fromBuild(after)).execute();
    return;
  }
  const updated = database.updateTable("builds").set(fromBuild(after)).where("id", "=", id);
  expectOneRow((await updated.executeTakeFirst()).numUpdatedRows, "build", id);
}
