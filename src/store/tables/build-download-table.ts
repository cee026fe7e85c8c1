import { sql } from "kysely";
import { formatInstant, type Instant, toInstant } from "../../instant.ts";
import type { Database } from "../database.ts";
import { type BuildDownload, toBuildDownload } from "./build-download-row.ts";
import { networkOf } from "./network-of.ts";

/** How many days downloads are kept. */
const KEPT_DAYS = 400;
const DAY_MS = 86_400_000;

/** A new download; of its address only the network is stored. */
export type NewBuildDownload = Omit<BuildDownload, "network"> & { readonly address: string };

/** The filters of a page of downloads; what is left out does not limit. */
export interface DownloadPage {
  readonly buildId?: string | undefined;
  /** From this instant to that one, both included. */
  readonly from?: Instant | undefined;
  readonly to?: Instant | undefined;
  /** Only by this partner's people. */
  readonly partnerId?: string | undefined;
  readonly actorId?: string | undefined;
  /** The last one of the previous page. */
  readonly after?: Pick<BuildDownload, "id" | "downloadedAt"> | undefined;
  readonly max: number;
}

/** Records a download, and removes those of more than 400 days ago. */
export async function insertBuildDownload(database: Database, download: NewBuildDownload): Promise<void> {
  const { id, buildId, downloadedAt, actor, partnerId, address } = download;
  const keptSince = formatInstant(toInstant(downloadedAt - KEPT_DAYS * DAY_MS));
  await sql`delete from build_downloads where downloaded_at < ${keptSince}::timestamptz`.execute(database);
  await database
    .insertInto("build_downloads")
    .values({
      id,
      build_id: buildId,
      downloaded_at: formatInstant(downloadedAt),
      partner_id: partnerId,
      actor_id: actor.id,
      actor_name: actor.displayName,
      actor_role: actor.role,
      network: networkOf(address),
    })
    .execute();
}

/** Downloads, the newest first. */
export async function listBuildDownloads(
  database: Database,
  page: DownloadPage,
): Promise<readonly BuildDownload[]> {
  let query = database.selectFrom("build_downloads").selectAll();
  if (page.buildId !== undefined) query = query.where("build_id", "=", page.buildId);
  if (page.from !== undefined) query = query.where("downloaded_at", ">=", timestamp(page.from));
  if (page.to !== undefined) query = query.where("downloaded_at", "<=", timestamp(page.to));
  if (page.partnerId !== undefined) query = query.where("partner_id", "=", page.partnerId);
  if (page.actorId !== undefined) query = query.where("actor_id", "=", page.actorId);
  if (page.after) {
    const { id, downloadedAt } = page.after;
    query = query.where(sql<boolean>`(downloaded_at, id) < (${timestamp(downloadedAt)}, ${id})`);
  }
  const rows = await query.orderBy("downloaded_at", "desc").orderBy("id", "desc").limit(page.max).execute();
  return rows.map(toBuildDownload);
}

function timestamp(instant: Instant) {
  return sql<Instant>`${formatInstant(instant)}::timestamptz`;
}
