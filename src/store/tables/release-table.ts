import { type Insertable, type Selectable, sql } from "kysely";
import type { Critical, Release } from "../../catalog/release.ts";
import { formatVersion, parseVersion, type Version } from "../../catalog/version.ts";
import { formatInstant } from "../../instant.ts";
import type { Database } from "../database.ts";
import { idIsOneOf } from "./name-page.ts";
import type { ReleaseRow } from "./rows.ts";
import { expectOneRow, type RecordPair } from "./write-row.ts";

function toRelease(row: Selectable<ReleaseRow>): Release {
  return {
    id: row.id,
    version: toVersion(row.version),
    automaticAt: row.automatic_at,
    slowAt: row.slow_at,
    rolloutDays: row.rollout_days,
    critical: toCritical(row),
    notes: row.notes,
    state: row.state,
  };
}

/** Reads a version that this program stored. */
export function toVersion(text: string): Version {
  const version = parseVersion(text);
  if (!version.ok) throw new Error(version.error.message);
  return version.value;
}

function toCritical({
  critical_reason: reason,
  critical_scope: scope,
}: Selectable<ReleaseRow>): Critical | null {
  return reason === null || scope === null ? null : { reason, scope };
}

function fromRelease(release: Release): Insertable<ReleaseRow> {
  return {
    id: release.id,
    version: formatVersion(release.version),
    automatic_at: formatInstant(release.automaticAt),
    slow_at: release.slowAt === null ? null : formatInstant(release.slowAt),
    rollout_days: release.rolloutDays,
    critical_reason: release.critical?.reason ?? null,
    critical_scope: release.critical?.scope ?? null,
    notes: release.notes,
    state: release.state,
  };
}

export async function findRelease(database: Database, id: string): Promise<Release | null> {
  const [release] = await findReleases(database, [id]);
  return release ?? null;
}

export async function findReleases(database: Database, ids: readonly string[]): Promise<readonly Release[]> {
  const rows = await database.selectFrom("releases").selectAll().where(idIsOneOf(ids)).execute();
  return rows.map(toRelease);
}

/** By number: `45.4` finds `45.4.0.0`. */
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
