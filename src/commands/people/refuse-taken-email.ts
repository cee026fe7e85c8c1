import { err, ok, type Refusal, type Result, refuse } from "../../result.ts";
import type { Database } from "../../store/database.ts";
import { findAccountByEmail } from "../../store/tables/administrator-table.ts";

/** Refuses `email_taken` if an administrator other than `id` has this address, regardless of case. */
export async function refuseTakenEmail(
  database: Database,
  email: string,
  id: string,
): Promise<Result<true, Refusal>> {
  const account = await findAccountByEmail(database, email);
  if (account === null || account.administrator.id === id) return ok(true);
  return err(
    refuse("email_taken", "email: an administrator with this address exists already; use another address."),
  );
}
