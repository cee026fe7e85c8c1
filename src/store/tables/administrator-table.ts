import { sql } from "kysely";
import { formatInstant, type Instant } from "../../instant.ts";
import { digestCredential } from "../../ledger/credential.ts";
import type { ActorReference } from "../../tenancy/actor.ts";
import { type Administrator, emailKey } from "../../tenancy/administrator.ts";
import type { Database } from "../database.ts";
import { fromAdministrator, toAdministrator } from "./administrator-row.ts";
import { toJsonText } from "./columns.ts";
import { idIsOneOf, type NamePage, namePageConditions, searchKey } from "./name-page.ts";
import { type Home, isInSubtreeOf, isOfHome, type RoleScope } from "./scope-conditions.ts";
import { expectOneRow, type RecordPair } from "./write-row.ts";

/** A password as it is kept: its argon2id hash, and whether its owner must change it. */
export interface StoredPassword {
  readonly hash: string;
  readonly isOneTime: boolean;
  /** The person or token that gave the last one-time password; absent if nobody knows. */
  readonly givenBy?: ActorReference;
  /** When a one-time password ends; absent if it does not by itself. */
  readonly endsAt?: Instant;
}

/** The digest of a password in the ledger; whether it must be changed is part of it. */
export function digestPassword({ hash, isOneTime }: StoredPassword): string {
  return digestCredential(isOneTime ? `${hash} one-time` : hash);
}

export async function findAdministrators(
  database: Database,
  ids: readonly string[],
): Promise<readonly Administrator[]> {
  const rows = await database.selectFrom("administrators").selectAll().where(idIsOneOf(ids)).execute();
  return rows.map(toAdministrator);
}

export async function findAdministrator(database: Database, id: string): Promise<Administrator | null> {
  const [administrator] = await findAdministrators(database, [id]);
  return administrator ?? null;
}

/** The local account with this address in any spelling, and its password. */
export async function findAccountByEmail(
  database: Database,
  email: string,
): Promise<{ readonly administrator: Administrator; readonly password: StoredPassword } | null> {
  const row = await database
    .selectFrom("administrators")
    .selectAll()
    .where("email_key", "=", emailKey(email))
    .executeTakeFirst();
  if (!row) return null;
  const password = {
    hash: row.password_hash,
    isOneTime: row.password_is_one_time,
    ...(row.password_given_by && { givenBy: row.password_given_by }),
    ...(row.password_ends_at !== null && { endsAt: row.password_ends_at }),
  };
  return { administrator: toAdministrator(row), password };
}

export async function hasAdministrators(database: Database): Promise<boolean> {
  return (await database.selectFrom("administrators").select("id").limit(1).execute()).length > 0;
}

/**
 * Whether a vendor administrator other than this one could sign in: also without the one-time passwords that this one
 * gave, which end with the account.
 */
export async function hasOtherVendorAdministrator(
  database: Database,
  id: string,
  now: Instant,
): Promise<boolean> {
  const rows = await database
    .selectFrom("administrators")
    .select("id")
    .where("role", "=", "vendor_admin")
    .where("disabled_at", "is", null)
    .where("id", "<>", id)
    .where(
      sql<boolean>`(not password_is_one_time or (password_given_by ->> 'id' is distinct from ${id}
        and (password_ends_at is null or password_ends_at > ${formatInstant(now)}::timestamptz)))`,
    )
    .limit(1)
    .execute();
  return rows.length > 0;
}

/** The administrators of an actor's subtree by name; `q` also searches the addresses. */
export async function listAdministrators(
  database: Database,
  actor: RoleScope,
  { q, ...page }: NamePage & Home,
): Promise<readonly Administrator[]> {
  const conditions = [...namePageConditions(page), isInSubtreeOf(actor), ...isOfHome(page)];
  if (q) conditions.push(sql`strpos(name_key || ' ' || email_key, ${searchKey(q)}) > 0`);
  const rows = await database
    .selectFrom("administrators")
    .selectAll()
    .where((expression) => expression.and(conditions))
    .orderBy("name_key")
    .orderBy("id")
    .limit(page.max)
    .execute();
  return rows.map(toAdministrator);
}

/** A new administrator needs a password; a later change without one leaves the password as it is. */
export async function writeAdministrator(
  database: Database,
  { id, before, after }: RecordPair<Administrator>,
  password: StoredPassword | null,
): Promise<void> {
  if (after === null) {
    const deleted = database.deleteFrom("administrators").where("id", "=", id);
    return expectOneRow((await deleted.executeTakeFirst()).numDeletedRows, "administrator", id);
  }
  const secret = password && passwordColumns(password);
  if (before === null) {
    if (!secret) throw new Error(`administrator ${id} has no password; record it with recordPassword`);
    await database
      .insertInto("administrators")
      .values({ ...fromAdministrator(after), ...secret })
      .execute();
    return;
  }
  const updated = database
    .updateTable("administrators")
    .set({ ...fromAdministrator(after), ...secret })
    .where("id", "=", id);
  expectOneRow((await updated.executeTakeFirst()).numUpdatedRows, "administrator", id);
}

/** The giver of the last one-time password stays known when its owner has set another. */
function passwordColumns({ hash, isOneTime, givenBy, endsAt }: StoredPassword) {
  const given = {
    password_given_by: toJsonText(givenBy ?? null),
    password_ends_at: endsAt === undefined ? null : formatInstant(endsAt),
  };
  return { password_hash: hash, password_is_one_time: isOneTime, ...(isOneTime && given) };
}
