import type { FeedKey, FeedKeys, KeyPurpose } from "../../catalog/updater-key.ts";
import { formatInstant, type Instant } from "../../instant.ts";
import type { Database } from "../database.ts";
import { lockForTransaction, SIGNING_KEY_LOCK } from "../locks.ts";

/** A key that signs. */
export interface NewUpdaterKey extends FeedKey {
  readonly privateKey: string;
}

/** The keys of a purpose, the newest first; the one with a private half signs. */
export async function listUpdaterKeys(database: Database, purpose: KeyPurpose): Promise<FeedKeys> {
  const rows = await database
    .selectFrom("updater_keys")
    .select(["id", "public_key", "private_key", "created_at"])
    .where("purpose", "=", purpose)
    .orderBy((order) => order.case().when("private_key", "is not", null).then(0).else(1).end())
    .orderBy("created_at", "desc")
    .orderBy("id")
    .execute();
  return rows.map((row) => ({
    id: row.id,
    publicKey: row.public_key,
    privateKey: row.private_key,
    createdAt: row.created_at,
  }));
}

/**
 * Stores a first key of a purpose. If several servers start at once, one of them makes it, and all sign with that one.
 * `make` is asked only if there is none.
 */
export async function keepFirstUpdaterKey(
  database: Database,
  purpose: KeyPurpose,
  make: () => Promise<NewUpdaterKey>,
): Promise<void> {
  await database.transaction().execute(async (transaction) => {
    await lockForTransaction(transaction, SIGNING_KEY_LOCK);
    const known = await listUpdaterKeys(transaction, purpose);
    if (!known.some(({ privateKey }) => privateKey !== null))
      await insert(transaction, purpose, await make());
  });
}

/** Stores one more key of a purpose, which signs beside those that are there. */
export async function addUpdaterKey(
  database: Database,
  purpose: KeyPurpose,
  key: NewUpdaterKey,
): Promise<void> {
  await insert(database, purpose, key);
}

/** Removes the private half of a key, which stays listed. Gives false if there is no such key that signs. */
export async function retireUpdaterKey(
  database: Database,
  purpose: KeyPurpose,
  id: string,
  at: Instant,
): Promise<boolean> {
  const { numUpdatedRows } = await database
    .updateTable("updater_keys")
    .set({ private_key: null, retired_at: formatInstant(at) })
    .where("purpose", "=", purpose)
    .where("id", "=", id)
    .where("private_key", "is not", null)
    .executeTakeFirstOrThrow();
  return numUpdatedRows === 1n;
}

async function insert(database: Database, purpose: KeyPurpose, key: NewUpdaterKey): Promise<void> {
  await database
    .insertInto("updater_keys")
    .values({
      purpose,
      id: key.id,
      public_key: key.publicKey,
      private_key: key.privateKey,
      created_at: formatInstant(key.createdAt),
      retired_at: null,
    })
    .execute();
}
