import type { Database } from "../database.ts";
import { type Installation, toInstallation } from "./installation-row.ts";

/** Whose installations are read: those of some organizations, of all their users or of one. */
interface Owners {
  readonly organizationIds: readonly string[];
  readonly userId?: string | undefined;
  readonly max: number;
}

/** The installations of some organizations or of one user, at most `max`, in no order. */
export async function installationsOf(
  database: Database,
  { organizationIds, userId, max }: Owners,
): Promise<readonly Installation[]> {
  if (organizationIds.length === 0) return [];
  let query = database
    .selectFrom("installations")
    .selectAll()
    .where("organization_id", "in", organizationIds);
  if (userId !== undefined) query = query.where("user_id", "=", userId);
  return (await query.limit(max).execute()).map(toInstallation);
}
