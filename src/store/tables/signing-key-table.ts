import { formatInstant, type Instant } from "../../instant.ts";
import type { Database } from "../database.ts";
import { lockForTransaction, SIGNING_KEY_LOCK } from "../locks.ts";

/** The public part of a key that signs, or signed, manifests. */
export interface PublicSigningKey {
  /** The first 16 hex digits of the SHA-256 of the raw public key. */
  readonly id: string;
  /** The 32 raw bytes in base64. */
  readonly publicKey: string;
  readonly createdAt: Instant;
  /** When another key replaced it, or null if none did. */
  readonly retiredAt: Instant | null;
}

/** A new key with its private half (PEM, PKCS#8). */
export interface NewSigningKey extends Omit<PublicSigningKey, "retiredAt"> {
  readonly privateKey: string;
}

/** Every key that ever signed, the newest first. */
export async function listSigningKeys(database: Database): Promise<readonly PublicSigningKey[]> {
  const rows = await database
    .selectFrom("signing_keys")
    .select(["id", "public_key", "created_at", "retired_at"])
    .orderBy("created_at", "desc")
    .orderBy("id")
    .execute();
  return rows.map(({ id, public_key, created_at, retired_at }) => {
    return { id, publicKey: public_key, createdAt: created_at, retiredAt: retired_at };
  });
}

/** The private half (PEM) of the key that signs, or null if none was made in this database. */
export async function findPrivateKey(database: Database): Promise<string | null> {
  const row = await database
    .selectFrom("signing_keys")
    .select("private_key")
    .where("private_key", "is not", null)
    .executeTakeFirst();
  return row?.private_key ?? null;
}

/** Stores a first key. If several servers start at once, one of them makes it, and all sign with that one. */
export async function keepFirstSigningKey(database: Database, key: NewSigningKey): Promise<void> {
  await database.transaction().execute(async (transaction) => {
    await lockForTransaction(transaction, SIGNING_KEY_LOCK);
    if ((await findPrivateKey(transaction)) === null) await insert(transaction, key);
  });
}

/** Lists a key whose private half is stored elsewhere, so that its signatures can be verified. */
export async function keepPublicKey(
  database: Database,
  key: Omit<PublicSigningKey, "retiredAt">,
): Promise<void> {
  await insert(database, { ...key, privateKey: null });
}

/**
 * Replaces the key that signs; its private half is removed, its public half stays listed. Gives the id of the old one,
 * or null if there was none.
 */
export async function rotateSigningKey(database: Database, key: NewSigningKey): Promise<string | null> {
  return database.transaction().execute(async (transaction) => {
    await lockForTransaction(transaction, SIGNING_KEY_LOCK);
    const retired = await transaction
      .updateTable("signing_keys")
      .set({ private_key: null, retired_at: formatInstant(key.createdAt) })
      .where("private_key", "is not", null)
      .returning("id")
      .executeTakeFirst();
    await insert(transaction, key);
    return retired?.id ?? null;
  });
}

async function insert(
  database: Database,
  key: Omit<NewSigningKey, "privateKey"> & { readonly privateKey: string | null },
): Promise<void> {
  const { id, publicKey, privateKey, createdAt } = key;
  await database
    .insertInto("signing_keys")
    .values({
      id,
      public_key: publicKey,
      private_key: privateKey,
      created_at: formatInstant(createdAt),
      retired_at: null,
    })
    .onConflict((conflict) => conflict.column("id").doNothing())
    .execute();
}
