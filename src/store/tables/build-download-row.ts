import type { Selectable } from "kysely";
import type { Instant } from "../../instant.ts";
import type { ActorReference, Role } from "../../tenancy/actor.ts";
import { cidr, nullable, type RowOf, text, timestamp } from "./columns.ts";

/** R22: who downloaded a build; the network is that of the address, not the address. */
export const BUILD_DOWNLOAD_COLUMNS = {
  id: text(),
  build_id: text(),
  downloaded_at: timestamp(),
  actor_id: text(),
  actor_name: text(),
  actor_role: text<Role>(),
  partner_id: nullable(text()),
  network: cidr(),
};
type BuildDownloadRow = RowOf<typeof BUILD_DOWNLOAD_COLUMNS>;

/** R22: a download of a build. */
export interface BuildDownload {
  readonly id: string;
  readonly buildId: string;
  readonly downloadedAt: Instant;
  readonly actor: ActorReference;
  /** The partner of the person, or null if it is not a partner's. */
  readonly partnerId: string | null;
  /** The network of the caller's address, such as `203.0.113.0/24`: /24 of IPv4, /48 of IPv6. */
  readonly network: string;
}

export function toBuildDownload(row: Selectable<BuildDownloadRow>): BuildDownload {
  return {
    id: row.id,
    buildId: row.build_id,
    downloadedAt: row.downloaded_at,
    actor: { id: row.actor_id, displayName: row.actor_name, role: row.actor_role },
    partnerId: row.partner_id,
    network: row.network,
  };
}
