import { sql } from "kysely";
import type { Updater } from "../../catalog/updaters.ts";
import { formatInstant, type Instant } from "../../instant.ts";
import type { Database } from "../database.ts";
import type { InstallationCount } from "./installation-counts.ts";
import { type Installation, toInstallation } from "./installation-row.ts";

/** A kind of installations of one organization. */
export type OrganizationKind = Omit<InstallationCount, "installations" | "revision">;

/** A part of the installations of some kinds. */
interface KindsPage {
  readonly kinds: readonly OrganizationKind[];
  /** Only those that asked then or later. */
  readonly since?: Instant | undefined;
  /** Only those that asked last by this protocol, or by the check if it is null. */
  readonly updater?: Updater | null | undefined;
  /** Of the first of these organizations, only ids after this one. */
  readonly after?: { readonly organizationId: string; readonly id: string } | undefined;
  /** The ids of the organizations, in the order of the list. */
  readonly organizationIds: readonly string[];
  readonly max: number;
}

/** The installations of some kinds, in the order of their organizations and then by id. */
export async function listInstallationsOfKinds(
  database: Database,
  { kinds, since, updater, after, organizationIds, max }: KindsPage,
): Promise<readonly Installation[]> {
  const wanted = JSON.stringify(kinds.map(toColumns));
  let query = database
    .selectFrom("installations")
    .selectAll("installations")
    .where(
      sql<boolean>`(organization_id, platform, arch, coalesce(version, ''), runs_ahead, coalesce(os_class, ''), managed) in (
        select organization, platform, arch, version, ahead, os, managed
        from jsonb_to_recordset(${wanted}::jsonb)
          as one(organization text, platform text, arch text, version text, ahead boolean, os text, managed boolean))`,
    )
    .where(sql<boolean>`organization_id = any(${organizationIds}::text[])`);
  if (since !== undefined) query = query.where(sql<boolean>`last_asked_at >= ${formatInstant(since)}`);
  if (updater !== undefined) query = query.where(sql<boolean>`updater is not distinct from ${updater}`);
  if (after) {
    const { organizationId, id } = after;
    query = query.where(sql<boolean>`(organization_id <> ${organizationId} or installation_id > ${id})`);
  }
  const place = sql`array_position(${organizationIds}::text[], organization_id)`;
  return (await query.orderBy(place).orderBy("installation_id").limit(max).execute()).map(toInstallation);
}

function toColumns({ organizationId, platform, arch, version, runsAhead, computer }: OrganizationKind) {
  return {
    organization: organizationId,
    platform,
    arch,
    version: version ?? "",
    ahead: runsAhead,
    os: computer?.os ?? "",
    managed: computer?.isManaged ?? false,
  };
}
