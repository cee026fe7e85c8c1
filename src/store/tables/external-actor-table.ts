import { sql } from "kysely";
import { formatInstant, type Instant } from "../../instant.ts";
import type { Actor } from "../../tenancy/actor.ts";
import type { Database } from "../database.ts";
import { toJsonText } from "./columns.ts";

/** Notes what these actors may do now; the former note of each is replaced. */
export async function noteExternalActors(
  database: Database,
  actors: readonly Actor[],
  now: Instant,
): Promise<void> {
  if (actors.length === 0) return;
  const rows = actors.map((actor) => ({
    id: actor.id,
    actor: toJsonText(actor),
    seen_at: formatInstant(now),
  }));
  await database
    .insertInto("external_actors")
    .values(rows)
    .onConflict((conflict) =>
      conflict.column("id").doUpdateSet({ actor: sql`excluded.actor`, seen_at: sql`excluded.seen_at` }),
    )
    .execute();
}

/** Forgets an actor that may do nothing any more: what it granted has no rights from then on. */
export async function forgetExternalActor(database: Database, id: string): Promise<void> {
  await database.deleteFrom("external_actors").where("id", "=", id).execute();
}

/** Forgets the actors whose scope is a removed partner or organization; gives their ids. */
export async function forgetExternalActorsAt(
  database: Database,
  { partnerId, organizationId }: Pick<Actor, "partnerId" | "organizationId">,
): Promise<readonly string[]> {
  const isThere =
    partnerId === null
      ? sql<boolean>`actor ->> 'organizationId' = ${organizationId}`
      : sql<boolean>`actor ->> 'partnerId' = ${partnerId}`;
  const rows = await database.deleteFrom("external_actors").where(isThere).returning("id").execute();
  return rows.map(({ id }) => id);
}
