import { type Selectable, sql } from "kysely";
import { UNCONFIGURED_USER, type UserSettings } from "../../policy/settings.ts";
import type { User } from "../../tenancy/organization.ts";
import type { Database } from "../database.ts";
import { insertMany } from "./insert-many.ts";
import { forgetUserOfInstallations, markRunningAhead } from "./installation-table.ts";
import { idIsOneOf, type NamePage, namePageConditions, searchKey } from "./name-page.ts";
import {
  type ConfiguredUser,
  fromUser,
  fromUserSettings,
  toConfiguredUser,
  type UserRow,
} from "./user-row.ts";
import { expectOneRow, type RecordPair } from "./write-row.ts";

export async function findUser(database: Database, id: string): Promise<ConfiguredUser | null> {
  const [user] = await findUsers(database, [id]);
  return user ?? null;
}

export async function findUsers(
  database: Database,
  ids: readonly string[],
): Promise<readonly ConfiguredUser[]> {
  const rows = await database.selectFrom("users").selectAll().where(idIsOneOf(ids)).execute();
  return rows.map(toConfiguredUser);
}

/** The users of one organization by name; `q` also searches the addresses. */
export async function listUsers(
  database: Database,
  organizationId: string,
  { q, ...page }: NamePage,
): Promise<readonly ConfiguredUser[]> {
  const conditions = namePageConditions(page);
  if (q) conditions.push(sql`strpos(name_key || ' ' || lower(email), ${searchKey(q)}) > 0`);
  const rows = await database
    .selectFrom("users")
    .selectAll()
    .where("organization_id", "=", organizationId)
    .where((expression) => expression.and(conditions))
    .orderBy("name_key")
    .orderBy("id")
    .limit(page.max)
    .execute();
  return rows.map(toConfiguredUser);
}

/** The users of these organizations, in batches: organization by organization, by name. */
export async function* eachUserOf(
  database: Database,
  organizationIds: readonly string[],
  batch = 250,
): AsyncGenerator<readonly ConfiguredUser[]> {
  let last: Selectable<UserRow> | undefined;
  for (;;) {
    let query = database.selectFrom("users").selectAll().where(idIsOneOf(organizationIds, "organization_id"));
    if (last) {
      const end = sql`(${last.organization_id}, ${last.name_key}, ${last.id})`;
      query = query.where(sql<boolean>`(organization_id, name_key, id) > ${end}`);
    }
    const rows = await query
      .orderBy("organization_id")
      .orderBy("name_key")
      .orderBy("id")
      .limit(batch)
      .execute();
    last = rows.at(-1);
    if (!last) return;
    yield rows.map(toConfiguredUser);
  }
}

export async function writeUser(database: Database, { id, before, after }: RecordPair<User>): Promise<void> {
  if (after === null) {
    await forgetUserOfInstallations(database, id);
    const { numDeletedRows } = await database.deleteFrom("users").where("id", "=", id).executeTakeFirst();
    return expectOneRow(numDeletedRows, "user", id);
  }
  const columns = fromUser(after);
  if (before === null) {
    const unconfigured = fromUserSettings(UNCONFIGURED_USER);
    await database
      .insertInto("users")
      .values({ id, ...columns, ...unconfigured })
      .execute();
    return;
  }
  const updated = database.updateTable("users").set(columns).where("id", "=", id);
  expectOneRow((await updated.executeTakeFirst()).numUpdatedRows, "user", id);
}

/** Writes many new users at once; gives false if not all of them are new. */
export async function insertUsers(database: Database, all: readonly RecordPair<User>[]): Promise<boolean> {
  const rows = all.flatMap(({ id, before, after }) =>
    before === null && after ? [{ id, ...fromUser(after) }] : [],
  );
  if (rows.length < all.length) return false;
  await insertMany(database, "users", rows);
  return true;
}

export async function writeUserSettings(
  database: Database,
  { id, after }: RecordPair<UserSettings>,
): Promise<void> {
  const settings = after ?? UNCONFIGURED_USER;
  const columns = fromUserSettings(settings);
  const updated = database.updateTable("users").set(columns).where("id", "=", id);
  expectOneRow((await updated.executeTakeFirst()).numUpdatedRows, "user", id);
  await markRunningAhead(database, id, settings.allowAutomaticUpgrades);
}
