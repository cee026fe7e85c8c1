import { sql } from "kysely";
import { formatInstant, type Instant, toInstant } from "../../instant.ts";
import type { Database } from "../database.ts";
import type { ChallengePurpose } from "./second-factor-row.ts";

/** How long a challenge can be answered. */
const CHALLENGE_MS = 10 * 60_000;

/** A challenge: its SHA-256, what it is for, and the session that alone may answer it. */
export interface FactorChallenge {
  readonly hash: string;
  readonly purpose: ChallengePurpose;
  /** The session that adds a factor, or null of a sign-in, which has none yet. */
  readonly sessionId: string | null;
  /** The secret of an authenticator app that is being set up, else null. */
  readonly secret: string | null;
}

/**
 * Stores a challenge, and removes those that have expired; a session has one of each purpose, the newest. Gives the end.
 */
export async function insertFactorChallenge(
  database: Database,
  { hash, purpose, sessionId, secret }: FactorChallenge,
  now: Instant,
): Promise<Instant> {
  const expiresAt = toInstant(now + CHALLENGE_MS);
  await sql`
    delete from factor_challenges where expires_at <= ${formatInstant(now)}::timestamptz
      or (session_id = ${sessionId} and purpose = ${purpose})`.execute(database);
  await database
    .insertInto("factor_challenges")
    .values({
      challenge_hash: hash,
      purpose,
      session_id: sessionId,
      secret,
      expires_at: formatInstant(expiresAt),
    })
    .execute();
  return expiresAt;
}

/**
 * Takes the challenge with this hash, which is then gone: of two answers one alone gets it. Gives null if there is none
 * for this purpose and session, or none any more.
 */
export async function takeFactorChallenge(
  database: Database,
  { hash, purpose, sessionId }: Omit<FactorChallenge, "secret">,
  now: Instant,
): Promise<FactorChallenge | null> {
  const row = await database
    .deleteFrom("factor_challenges")
    .where("challenge_hash", "=", hash)
    .where("purpose", "=", purpose)
    .where(sql<boolean>`session_id is not distinct from ${sessionId}`)
    .returning(["secret", "expires_at"])
    .executeTakeFirst();
  return row && row.expires_at > now ? { hash, purpose, sessionId, secret: row.secret } : null;
}

/** The secret of the authenticator app that a session is setting up, or null if it is none, or took too long. */
export async function findPendingSecret(
  database: Database,
  sessionId: string,
  now: Instant,
): Promise<string | null> {
  const row = await database
    .selectFrom("factor_challenges")
    .select(["secret", "expires_at"])
    .where("purpose", "=", "add_totp")
    .where("session_id", "=", sessionId)
    .executeTakeFirst();
  return row && row.expires_at > now ? row.secret : null;
}
