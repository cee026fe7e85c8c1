import { sql } from "kysely";
import { formatInstant, type Instant } from "../../instant.ts";
import type { Database } from "../database.ts";

/** What an identity provider must send back with a person, beside the state. */
export interface OidcAttempt {
  readonly nonce: string;
  readonly codeVerifier: string;
}

/** Stores an attempt until it expires, and removes expired ones. */
export async function insertOidcAttempt(
  database: Database,
  stateHash: string,
  { nonce, codeVerifier }: OidcAttempt,
  { now, expiresAt }: { readonly now: Instant; readonly expiresAt: Instant },
): Promise<void> {
  await sql`delete from oidc_attempts where expires_at <= ${formatInstant(now)}::timestamptz`.execute(
    database,
  );
  const times = { expires_at: formatInstant(expiresAt) };
  await database
    .insertInto("oidc_attempts")
    .values({ state_hash: stateHash, nonce, code_verifier: codeVerifier, ...times })
    .execute();
}

/** Reads an attempt and removes it, or gives null if there is none, or none any more. */
export async function takeOidcAttempt(
  database: Database,
  stateHash: string,
  now: Instant,
): Promise<OidcAttempt | null> {
  const row = await database
    .deleteFrom("oidc_attempts")
    .where("state_hash", "=", stateHash)
    .returning(["nonce", "code_verifier", "expires_at"])
    .executeTakeFirst();
  return row && row.expires_at > now ? { nonce: row.nonce, codeVerifier: row.code_verifier } : null;
}
