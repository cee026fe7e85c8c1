import { type Expression, type SqlBool, sql } from "kysely";
import { formatInstant, type Instant } from "../../instant.ts";
import type { ActorReference } from "../../tenancy/actor.ts";
import type { Administrator } from "../../tenancy/administrator.ts";
import type { Database } from "../database.ts";
import { toAdministrator } from "./administrator-row.ts";
import { toJsonText } from "./columns.ts";
import { expectOneRow } from "./write-row.ts";

/** An administrator with the last one-time password that somebody gave. */
export interface GivenAccount {
  readonly administrator: Administrator;
  readonly givenBy: ActorReference;
  /** Whether it is still the password to sign in with. */
  readonly isOneTime: boolean;
}

/** The accounts of an organization's administrators whose one-time password somebody gave. */
export function listGivenAccountsOf(
  database: Database,
  organizationId: string,
): Promise<readonly GivenAccount[]> {
  return listWhere(database, sql`organization_id = ${organizationId}`);
}

/** The accounts whose one-time password one of these gave. */
export function listAccountsGivenBy(
  database: Database,
  giverIds: readonly string[],
): Promise<readonly GivenAccount[]> {
  return listWhere(database, sql`password_given_by ->> 'id' = any(${giverIds}::text[])`);
}

async function listWhere(
  database: Database,
  condition: Expression<SqlBool>,
): Promise<readonly GivenAccount[]> {
  const rows = await database
    .selectFrom("administrators")
    .selectAll()
    .where(condition)
    .where("password_given_by", "is not", null)
    .orderBy("name_key")
    .orderBy("id")
    .execute();
  return rows.flatMap((row) =>
    row.password_given_by === null
      ? []
      : {
          administrator: toAdministrator(row),
          givenBy: row.password_given_by,
          isOneTime: row.password_is_one_time,
        },
  );
}

/** Ends a one-time password at an instant: nobody signs in with it after that. */
export async function endGivenPassword(database: Database, id: string, at: Instant): Promise<void> {
  const ended = database
    .updateTable("administrators")
    .set({ password_ends_at: formatInstant(at) })
    .where("id", "=", id)
    .where("password_is_one_time", "=", true);
  expectOneRow((await ended.executeTakeFirst()).numUpdatedRows, "one-time password", id);
}

/** Has another answer for a one-time password, who may give it. */
export async function keepGivenPassword(database: Database, id: string, by: ActorReference): Promise<void> {
  const kept = database
    .updateTable("administrators")
    .set({ password_given_by: toJsonText(by) })
    .where("id", "=", id);
  expectOneRow((await kept.executeTakeFirst()).numUpdatedRows, "one-time password", id);
}
