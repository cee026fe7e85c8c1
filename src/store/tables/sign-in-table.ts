import { sql } from "kysely";
import { formatInstant, type Instant } from "../../instant.ts";
import type { Database } from "../database.ts";
import { idIsOneOf } from "./name-page.ts";

/** Notes that an administrator has signed in; of two at the same time the later one stays. */
export async function noteSignIn(database: Database, administratorId: string, now: Instant): Promise<void> {
  await database
    .updateTable("administrators")
    .set({ last_sign_in_at: sql`greatest(last_sign_in_at, ${formatInstant(now)}::timestamptz)` })
    .where("id", "=", administratorId)
    .execute();
}

/** When each of these administrators last signed in; of somebody of whom that was never noted, nothing. */
export async function findLastSignIns(
  database: Database,
  administratorIds: readonly string[],
): Promise<ReadonlyMap<string, Instant>> {
  const rows = await database
    .selectFrom("administrators")
    .select(["id", "last_sign_in_at"])
    .where(idIsOneOf(administratorIds))
    .execute();
  return new Map(rows.flatMap(({ id, last_sign_in_at: at }) => (at === null ? [] : ([[id, at]] as const))));
}
