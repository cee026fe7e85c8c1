import { sql } from "kysely";
import { formatInstant, type Instant } from "../../instant.ts";
import type { Database } from "../database.ts";
import { COUNTED_COLUMNS, type InstallationCount, orNull } from "./installation-counts.ts";
import { idIsOneOf } from "./name-page.ts";

/** How many installations of a kind asked lately. Each installation is in one count: that with all that it said. */
export type AskedCount = Omit<InstallationCount, "revision">;

/** The installations of these organizations that asked at an instant or later, counted by kind. */
export async function countAskedSince(
  database: Database,
  organizationIds: readonly string[],
  since: Instant,
): Promise<readonly AskedCount[]> {
  const { rows } = await sql<AskedCountRow>`
    select organization_id, platform, arch, version, runs_ahead, os_class, managed, count(*)::integer as installations
    from (
      select ${COUNTED_COLUMNS}, runs_ahead from installations
      where ${idIsOneOf(organizationIds, "organization_id")} and last_asked_at >= ${formatInstant(since)}
    ) as asked
    group by organization_id, platform, arch, version, runs_ahead, os_class, managed`.execute(database);
  return rows.map(toAskedCount);
}

interface AskedCountRow extends Pick<InstallationCount, "platform" | "arch" | "installations"> {
  readonly organization_id: string;
  readonly version: string;
  readonly runs_ahead: boolean;
  readonly os_class: string;
  readonly managed: boolean;
}

function toAskedCount(row: AskedCountRow): AskedCount {
  const { platform, arch, installations, managed: isManaged } = row;
  const os = orNull(row.os_class);
  return {
    organizationId: row.organization_id,
    platform,
    arch,
    version: orNull(row.version),
    runsAhead: row.runs_ahead,
    computer: os === null && !isManaged ? null : { os, isManaged },
    installations,
  };
}
