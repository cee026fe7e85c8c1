import { type Insertable, sql } from "kysely";
import { formatInstant, type Instant } from "../../instant.ts";
import { kindsOf, type SecondFactorKind } from "../../tenancy/second-factor.ts";
import type { Database, Tables } from "../database.ts";
import { type StoredFactor, toStoredFactor } from "./second-factor-row.ts";

/** The second factors of a person, the oldest first. */
export async function listSecondFactors(
  database: Database,
  administratorId: string,
): Promise<readonly StoredFactor[]> {
  const rows = await database
    .selectFrom("second_factors")
    .selectAll()
    .where("administrator_id", "=", administratorId)
    .orderBy("created_at")
    .orderBy("id")
    .execute();
  return rows.map(toStoredFactor);
}

/** The kinds of second factor that each of these people has; of who has none, nothing. */
export async function findFactorKinds(
  database: Database,
  administratorIds: readonly string[],
): Promise<ReadonlyMap<string, readonly SecondFactorKind[]>> {
  const rows = await database
    .selectFrom("second_factors")
    .select(["administrator_id", "kind"])
    .distinct()
    .where(sql<boolean>`administrator_id = any(${administratorIds}::text[])`)
    .execute();
  const ids = new Set(rows.map((row) => row.administrator_id));
  return new Map([...ids].map((id) => [id, kindsOf(rows.filter((row) => row.administrator_id === id))]));
}

/** The passkey with this id (base64url), or null. */
export async function findPasskey(database: Database, credentialId: string): Promise<StoredFactor | null> {
  const row = await database
    .selectFrom("second_factors")
    .selectAll()
    .where("credential_id", "=", credentialId)
    .executeTakeFirst();
  return row ? toStoredFactor(row) : null;
}

export async function insertSecondFactor(database: Database, factor: StoredFactor): Promise<void> {
  const { id, administratorId, kind, name, createdAt } = factor;
  const described = {
    id,
    administrator_id: administratorId,
    kind,
    name,
    created_at: formatInstant(createdAt),
  };
  await database
    .insertInto("second_factors")
    .values({ ...described, ...keyColumns(factor) })
    .execute();
}

function keyColumns(factor: StoredFactor): Partial<Insertable<Tables["second_factors"]>> {
  switch (factor.kind) {
    case "totp":
      return { secret: factor.key.secret, last_step: factor.key.lastStep };
    case "passkey": {
      const { credentialId, publicKey, rpId, transports, signatures } = factor.key;
      return {
        credential_id: credentialId,
        public_key: publicKey,
        rp_id: rpId,
        transports: [...transports],
        signatures,
      };
    }
  }
}

export async function deleteSecondFactor(database: Database, id: string): Promise<void> {
  await database.deleteFrom("second_factors").where("id", "=", id).execute();
}

/** Removes all second factors and recovery codes of a person. */
export async function deleteSecondFactorsOf(database: Database, administratorId: string): Promise<void> {
  await database.deleteFrom("second_factors").where("administrator_id", "=", administratorId).execute();
  await replaceRecoveryCodes(database, administratorId, []);
}

/**
 * Uses the code of a step of 30 seconds. False if that step, or a later one, was used before: of two uses at the same
 * time one alone is true.
 */
export async function takeTotpStep(
  database: Database,
  id: string,
  step: number,
  now: Instant,
): Promise<boolean> {
  const used = await database
    .updateTable("second_factors")
    .set({ last_step: step, last_used_at: formatInstant(now) })
    .where("id", "=", id)
    .where(sql<boolean>`(last_step is null or last_step < ${step})`)
    .executeTakeFirst();
  return used.numUpdatedRows === 1n;
}

/** Notes that a passkey signed, and how often it says that it has. False if it is gone, or says fewer than before. */
export async function notePasskeyUse(
  database: Database,
  id: string,
  signatures: number,
  now: Instant,
): Promise<boolean> {
  const used = await database
    .updateTable("second_factors")
    .set({ signatures, last_used_at: formatInstant(now) })
    .where("id", "=", id)
    .where(sql<boolean>`(signatures < ${signatures} or (signatures = 0 and ${signatures} = 0))`)
    .executeTakeFirst();
  return used.numUpdatedRows === 1n;
}

/** Gives a person these recovery codes, by their SHA-256, in place of all earlier ones. */
export async function replaceRecoveryCodes(
  database: Database,
  administratorId: string,
  hashes: readonly string[],
): Promise<void> {
  await database.deleteFrom("recovery_codes").where("administrator_id", "=", administratorId).execute();
  const rows = hashes.map((hash) => ({ administrator_id: administratorId, code_hash: hash }));
  if (rows.length > 0) await database.insertInto("recovery_codes").values(rows).execute();
}

/** Uses a recovery code up. False if the person has none with this hash any more: of two uses one alone is true. */
export async function takeRecoveryCode(
  database: Database,
  administratorId: string,
  hash: string,
): Promise<boolean> {
  const taken = await database
    .deleteFrom("recovery_codes")
    .where("administrator_id", "=", administratorId)
    .where("code_hash", "=", hash)
    .executeTakeFirst();
  return taken.numDeletedRows === 1n;
}

export async function listRecoveryCodeHashes(
  database: Database,
  administratorId: string,
): Promise<readonly string[]> {
  const rows = await database
    .selectFrom("recovery_codes")
    .select("code_hash")
    .where("administrator_id", "=", administratorId)
    .orderBy("code_hash")
    .execute();
  return rows.map((row) => row.code_hash);
}
