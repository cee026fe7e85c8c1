import { sql } from "kysely";
import { formatInstant, type Instant, toInstant } from "../../instant.ts";
import type { Actor } from "../../tenancy/actor.ts";
import { SESSION_IDLE_MS, type Session } from "../../tenancy/session.ts";
import type { Database } from "../database.ts";
import { toJsonText } from "./columns.ts";
import { idIsOneOf } from "./name-page.ts";
import { networkOf } from "./network-of.ts";
import { toSession } from "./session-row.ts";

/** The most sessions of one person; the newest are kept. */
const MOST_SESSIONS = 50;

const HAS_SECOND_FACTOR = sql<boolean>`exists (
  select from second_factors where second_factors.administrator_id = sessions.administrator_id)`.as(
  "has_second_factor",
);

/** A new session; of the address that it is opened from only the network is stored. */
export type NewSession = Omit<Session, "network" | "hasSecondFactor" | "provedAt"> & {
  readonly address: string;
};

/** Sessions with their administrators, without those of a disabled one. */
function selectSessions(database: Database) {
  return database
    .selectFrom("sessions")
    .leftJoin("administrators", "administrators.id", "sessions.administrator_id")
    .select([
      ...(["sessions.id", "actor", "administrator_id", "user_agent", "network"] as const),
      ...(["sessions.created_at", "proved_at", "last_used_at", "expires_at"] as const),
      ...(["display_name", "role", "partner_id", "organization_id", "organization_ids"] as const),
      "password_is_one_time",
      HAS_SECOND_FACTOR,
    ])
    .where("disabled_at", "is", null);
}

/**
 * Finds a session by the hash of its secret, or gives null if there is none; the caller checks whether it has ended.
 */
export async function findSessionByHash(database: Database, secretHash: string): Promise<Session | null> {
  const row = await selectSessions(database).where("secret_hash", "=", secretHash).executeTakeFirst();
  return row ? toSession(row) : null;
}

export async function findSessions(database: Database, ids: readonly string[]): Promise<readonly Session[]> {
  const rows = await selectSessions(database).where(idIsOneOf(ids, "sessions.id")).execute();
  return rows.map(toSession);
}

/** A person's sessions, the newest first; includes those that have expired and are not removed yet. */
export async function listSessions(database: Database, personId: string): Promise<readonly Session[]> {
  const rows = await selectSessions(database)
    .where("person_id", "=", personId)
    .orderBy("sessions.created_at", "desc")
    .orderBy("sessions.id")
    .execute();
  return rows.map(toSession);
}

/** Stores a new session; removes expired ones, and the person's oldest if there are too many. */
export async function insertSession(
  database: Database,
  session: NewSession,
  secretHash: string,
): Promise<void> {
  const { id, actor, administratorId, userAgent, address, createdAt, lastUsedAt, expiresAt } = session;
  await database
    .insertInto("sessions")
    .values({
      id,
      secret_hash: secretHash,
      person_id: actor.id,
      administrator_id: administratorId,
      actor: administratorId === null ? toJsonText(actor) : null,
      user_agent: userAgent,
      network: networkOf(address),
      created_at: formatInstant(createdAt),
      last_used_at: formatInstant(lastUsedAt),
      expires_at: formatInstant(expiresAt),
    })
    .execute();
  const unusedSince = formatInstant(toInstant(createdAt - SESSION_IDLE_MS));
  await sql`
    delete from sessions
    where expires_at <= ${formatInstant(createdAt)}::timestamptz or last_used_at <= ${unusedSince}::timestamptz
      or id in (select id from sessions where person_id = ${actor.id}
        order by created_at desc, id offset ${sql.lit(MOST_SESSIONS)})`.execute(database);
}

/**
 * Whether this is still the account's password, and the account may sign in. Neither changes until the transaction
 * ends, so that a change that ends all sessions does not miss one opened in it.
 */
export async function holdPassword(
  transaction: Database,
  administratorId: string,
  passwordHash: string,
): Promise<boolean> {
  const rows = await transaction
    .selectFrom("administrators")
    .select("id")
    .where("id", "=", administratorId)
    .where("password_hash", "=", passwordHash)
    .where("disabled_at", "is", null)
    .forShare()
    .execute();
  return rows.length > 0;
}

/** Records that a session is in use. */
export async function touchSession(database: Database, id: string, now: Instant): Promise<void> {
  await database
    .updateTable("sessions")
    .set({ last_used_at: formatInstant(now) })
    .where("id", "=", id)
    .execute();
}

/** Notes that the person of a session has proved again who it is. */
export async function noteProof(database: Database, id: string, now: Instant): Promise<void> {
  await database
    .updateTable("sessions")
    .set({ proved_at: formatInstant(now) })
    .where("id", "=", id)
    .execute();
}

export async function deleteSession(database: Database, id: string): Promise<void> {
  await database.deleteFrom("sessions").where("id", "=", id).execute();
}

/** Ends one session of a person. False if the person has none with this id. */
export async function deleteSessionOf(database: Database, personId: string, id: string): Promise<boolean> {
  const ended = await database
    .deleteFrom("sessions")
    .where("id", "=", id)
    .where("person_id", "=", personId)
    .executeTakeFirst();
  return ended.numDeletedRows === 1n;
}

/** Ends every session of a person but one. */
export async function deleteOtherSessions(
  database: Database,
  personId: string,
  keptId: string,
): Promise<void> {
  await database.deleteFrom("sessions").where("person_id", "=", personId).where("id", "<>", keptId).execute();
}

/** Ends every session of a local account. */
export async function deleteSessionsOf(database: Database, administratorId: string): Promise<void> {
  await database.deleteFrom("sessions").where("administrator_id", "=", administratorId).execute();
}

/** Ends every session of an identity provider's people whose role has this scope. */
export async function deleteSessionsAt(
  database: Database,
  { partnerId, organizationId }: Pick<Actor, "partnerId" | "organizationId">,
): Promise<void> {
  const isThere =
    partnerId === null
      ? sql<boolean>`actor ->> 'organizationId' = ${organizationId}`
      : sql<boolean>`actor ->> 'partnerId' = ${partnerId}`;
  await database.deleteFrom("sessions").where(isThere).execute();
}
