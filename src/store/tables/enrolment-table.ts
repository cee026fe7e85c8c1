import { sql } from "kysely";
import { formatInstant, type Instant } from "../../instant.ts";
import { digestTag } from "../../ledger/enrolment-digest.ts";
import type { Enrolment } from "../../tenancy/enrolment.ts";
import type { Database } from "../database.ts";
import { type SecretKey, tagOf } from "../enrolment-tag.ts";
import { idIsOneOf } from "./name-page.ts";
import { expectOneRow, type RecordPair } from "./write-row.ts";

/** A key that counts, with its secret. */
interface StoredKey extends SecretKey {
  readonly createdAt: Instant;
}

/** The enrolments of organizations that have one. The digests of tags are those of the secrets that are stored. */
export async function findEnrolments(
  database: Database,
  organizationIds: readonly string[],
): Promise<readonly Enrolment[]> {
  const rows = await database
    .selectFrom("enrolments")
    .selectAll()
    .where(idIsOneOf(organizationIds))
    .execute();
  const keys = rows.length === 0 ? [] : await listKeys(database, organizationIds);
  return rows.map(({ id: organizationId, required, made }) => {
    const own = keys.filter((key) => key.organizationId === organizationId);
    return { organizationId, required, made, keys: own.map(toEnrolmentKey) };
  });
}

/** The tags of the keys of an organization that count, by the numbers of the keys. */
export async function findTags(
  database: Database,
  organizationId: string,
): Promise<ReadonlyMap<number, string>> {
  const keys = await listKeys(database, [organizationId]);
  return new Map(keys.map((key) => [key.number, tagOf(key)]));
}

function toEnrolmentKey(key: StoredKey) {
  return { number: key.number, createdAt: key.createdAt, tagDigest: digestTag(tagOf(key)) };
}

async function listKeys(
  database: Database,
  organizationIds: readonly string[],
): Promise<readonly StoredKey[]> {
  const rows = await database
    .selectFrom("enrolment_keys")
    .selectAll()
    .where("organization_id", "=", sql<string>`any(${organizationIds}::text[])`)
    .orderBy("organization_id")
    .orderBy("number")
    .execute();
  return rows.map(({ organization_id: organizationId, number, secret, created_at: createdAt }) => {
    return { organizationId, number, secret, createdAt };
  });
}

/** Writes an enrolment, and removes the secrets of the keys that it no longer has. */
export async function writeEnrolment(
  database: Database,
  { id, after }: RecordPair<Enrolment>,
): Promise<void> {
  const numbers = after?.keys.map(({ number }) => number) ?? [];
  await database
    .deleteFrom("enrolment_keys")
    .where("organization_id", "=", id)
    .where(sql<boolean>`not (number = any(${numbers}::integer[]))`)
    .execute();
  if (after === null) {
    const deleted = database.deleteFrom("enrolments").where("id", "=", id);
    return expectOneRow((await deleted.executeTakeFirst()).numDeletedRows, "enrolment", id);
  }
  const { required, made } = after;
  await database
    .insertInto("enrolments")
    .values({ id, required, made })
    .onConflict((conflict) => conflict.column("id").doUpdateSet({ required, made }))
    .execute();
}

/** Stores the secret of a new key of an enrolment that was written. */
export async function addEnrolmentSecret(
  database: Database,
  { organizationId, number, secret }: SecretKey,
  createdAt: Instant,
): Promise<void> {
  await database
    .insertInto("enrolment_keys")
    .values({ organization_id: organizationId, number, secret, created_at: formatInstant(createdAt) })
    .execute();
}
