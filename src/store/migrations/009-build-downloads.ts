import { sql } from "kysely";
import type { Database } from "../database.ts";

/** Who downloaded which build (R22). Only the network of the address is stored: /24 of IPv4, /48 of IPv6. */
export async function createBuildDownloads(database: Database): Promise<void> {
  await sql`
    create table build_downloads (
      id text primary key,
      build_id text not null references builds (id),
      downloaded_at timestamptz not null,
      actor_id text not null,
      actor_name text not null,
      actor_role text not null,
      partner_id text,
      network cidr not null
    )`.execute(database);
  await sql`create index build_downloads_by_age on build_downloads (downloaded_at, id)`.execute(database);
  await sql`
    create index build_downloads_by_partner
    on build_downloads (partner_id, downloaded_at, id)`.execute(database);
  await sql`
    create index build_downloads_by_build on build_downloads (build_id, downloaded_at, id)`.execute(database);
}
