import type { Instant } from "../../instant.ts";
import { err, ok, type Refusal, type Result, refuse } from "../../result.ts";
import type { Database } from "../../store/database.ts";
import { hasOtherVendorAdministrator } from "../../store/tables/administrator-table.ts";
import type { Administrator } from "../../tenancy/administrator.ts";

/** Refuses `last_vendor_admin` if a change would leave no vendor administrator who can sign in. */
export async function refuseLastVendor(
  database: Database,
  before: Administrator,
  after: Administrator | null,
  now: Instant,
): Promise<Result<true, Refusal>> {
  if (!isActiveVendor(before) || (after && isActiveVendor(after))) return ok(true);
  if (await hasOtherVendorAdministrator(database, before.id, now)) return ok(true);
  const message = "This is the last vendor administrator who can sign in; add another one first.";
  return err(refuse("last_vendor_admin", message));
}

function isActiveVendor({ role, disabledAt }: Administrator): boolean {
  return role === "vendor_admin" && disabledAt === null;
}
