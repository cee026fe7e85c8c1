import { type RawBuilder, type SqlBool, sql } from "kysely";
import { formatInstant, type Instant } from "../../instant.ts";
import type { ActorReference } from "../../tenancy/actor.ts";
import { type Administrator, emailKey } from "../../tenancy/administrator.ts";
import type { Database } from "../database.ts";
import { IS_LINK_GOOD } from "./account-digest.ts";
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
  /** The SHA-256 of the secret of a link with which its owner sets a password instead; absent if there is none. */
  readonly linkHash?: string;
}

/** A local account: the administrator, and the password. */
export interface StoredAccount {
  readonly administrator: Administrator;
  readonly password: StoredPassword;
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

/** The local account with this address in any spelling. */
export function findAccountByEmail(database: Database, email: string): Promise<StoredAccount | null> {
  return findAccountWhere(database, sql`email_key = ${emailKey(email)}`);
}

export function findAccount(database: Database, id: string): Promise<StoredAccount | null> {
  return findAccountWhere(database, sql`id = ${id}`);
}

/** The account that the link with this SHA-256 was made for, or null if the link is no longer its one-time password's. */
export function findAccountByLink(database: Database, linkHash: string): Promise<StoredAccount | null> {
  return findAccountWhere(database, sql`link_hash = ${linkHash} and ${IS_LINK_GOOD}`);
}

async function findAccountWhere(
  database: Database,
  condition: RawBuilder<SqlBool>,
): Promise<StoredAccount | null> {
  const row = await database.selectFrom("administrators").selectAll().where(condition).executeTakeFirst();
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
    if (!secret) throw new Error(`administrator ${id} has no password; record it with recordAccount`);
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
function passwordColumns({ hash, isOneTime, givenBy, endsAt, linkHash }: StoredPassword) {
  const given = {
    password_given_by: toJsonText(givenBy ?? null),
    password_ends_at: endsAt === undefined ? null : formatInstant(endsAt),
  };
  const link = { link_hash: linkHash ?? null, link_password_hash: linkHash === undefined ? null : hash };
  return { password_hash: hash, password_is_one_time: isOneTime, ...link, ...(isOneTime && given) };
}
