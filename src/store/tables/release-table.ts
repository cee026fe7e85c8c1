import { sql } from "kysely";
import type { Release } from "../../catalog/release.ts";
import type { Version } from "../../catalog/version.ts";
import type { Database } from "../database.ts";
import { idIsOneOf } from "./name-page.ts";
import { fromRelease, toRelease } from "./release-row.ts";
import { expectOneRow, type RecordPair } from "./write-row.ts";

export async function findRelease(database: Database, id: string): Promise<Release | null> {
  const [release] = await findReleases(database, [id]);
  return release ?? null;
}

export async function findReleases(database: Database, ids: readonly string[]): Promise<readonly Release[]> {
  const rows = await database.selectFrom("releases").selectAll().where(idIsOneOf(ids)).execute();
  return rows.map(toRelease);
}

/** Finds a release by the numbers of its version: `45.4` finds `45.4.0.0`. */
export async function findReleaseByVersion(database: Database, version: Version): Promise<Release | null> {
  const [major = 0, minor = 0, patch = 0, build = 0] = version.parts;
  const row = await database
    .selectFrom("releases")
    .selectAll()
    .where(
      sql<boolean>`(major, minor, patch, build) = (${major}::bigint, ${minor}::bigint, ${patch}::bigint, ${build}::bigint)`,
    )
    .executeTakeFirst();
  return row ? toRelease(row) : null;
}

export async function writeRelease(database: Database, written: RecordPair<Release>): Promise<void> {
  const { id, before, after } = written;
  if (after === null) {
    const { numDeletedRows } = await database.deleteFrom("releases").where("id", "=", id).executeTakeFirst();
    return expectOneRow(numDeletedRows, "release", id);
  }
  if (before === null) {
    await database.insertInto("releases").values(fromRelease(after)).execute();
    return;
  }
  const updated = database.updateTable("releases").set(fromRelease(after)).where("id", "=", id);
  expectOneRow((await updated.executeTakeFirst()).numUpdatedRows, "release", id);
}
