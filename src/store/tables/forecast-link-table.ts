import { formatInstant } from "../../instant.ts";
import type { ForecastLink } from "../../tenancy/forecast-link.ts";
import type { Database } from "../database.ts";
import { toJsonText } from "./columns.ts";
import { toForecastLink } from "./forecast-link-row.ts";
import { idIsOneOf } from "./name-page.ts";
import { hasSponsor } from "./sponsor-table.ts";
import { expectOneRow, type RecordPair } from "./write-row.ts";

export async function findForecastLinks(
  database: Database,
  ids: readonly string[],
): Promise<readonly ForecastLink[]> {
  const rows = await database.selectFrom("forecast_links").selectAll().where(idIsOneOf(ids)).execute();
  return rows.map(toForecastLink);
}

/** The link whose secret has this hash, or null if there is none, or none any more. */
export async function findForecastLinkByHash(
  database: Database,
  secretHash: string,
): Promise<ForecastLink | null> {
  const row = await database
    .selectFrom("forecast_links")
    .selectAll()
    .where("secret_hash", "=", secretHash)
    .executeTakeFirst();
  return row ? toForecastLink(row) : null;
}

/** Every link of an organization, the oldest first. */
export async function listForecastLinks(
  database: Database,
  organizationId: string,
): Promise<readonly ForecastLink[]> {
  const rows = await database
    .selectFrom("forecast_links")
    .selectAll()
    .where("organization_id", "=", organizationId)
    .orderBy("created_at")
    .orderBy("id")
    .execute();
  return rows.map(toForecastLink);
}

/** The links whose sponsor is one of these. */
export async function listSponsoredLinks(
  database: Database,
  sponsorIds: readonly string[],
): Promise<readonly ForecastLink[]> {
  const rows = await database
    .selectFrom("forecast_links")
    .selectAll()
    .where(hasSponsor(sponsorIds))
    .orderBy("created_at")
    .orderBy("id")
    .execute();
  return rows.map(toForecastLink);
}

/** Writes a new link with the hash of its secret, one that is kept, or removes one that is revoked. */
export async function writeForecastLink(
  database: Database,
  { id, before, after }: RecordPair<ForecastLink>,
  secretHash: string | null,
): Promise<void> {
  if (after === null) {
    const deleted = database.deleteFrom("forecast_links").where("id", "=", id);
    return expectOneRow((await deleted.executeTakeFirst()).numDeletedRows, "forecast link", id);
  }
  const kept = toJsonText(after.kept ?? null);
  if (before !== null) {
    const updated = database.updateTable("forecast_links").set({ kept }).where("id", "=", id);
    return expectOneRow((await updated.executeTakeFirst()).numUpdatedRows, "forecast link", id);
  }
  if (secretHash === null) throw new Error(`forecast link ${id} has no secret; record it with recordLink`);
  await database
    .insertInto("forecast_links")
    .values({
      id,
      organization_id: after.organizationId,
      secret_hash: secretHash,
      created_at: formatInstant(after.createdAt),
      created_by: toJsonText(after.createdBy),
      kept,
    })
    .execute();
}
