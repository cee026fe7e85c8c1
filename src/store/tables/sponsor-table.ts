import { type RawBuilder, sql } from "kysely";
import { type Instant, toInstant } from "../../instant.ts";
import type { Actor } from "../../tenancy/actor.ts";
import { MOST_SPONSORS, presentRights } from "../../tenancy/present-rights.ts";
import type { Database } from "../database.ts";

/** An actor, its sponsor, the sponsor of that one, and so on; null for one that no longer acts. */
export interface SponsorChain {
  /** The ids of all of them, the actor's first. */
  readonly ids: readonly string[];
  readonly actors: readonly (Actor | null)[];
  /** The partners that serve the organization of the actor's scope. */
  readonly servedBy: readonly string[];
  /** The end of the first one, or null if it has none or is no token. */
  readonly expiresAt: Instant | null;
  /** The earliest end of all of them, or null if none has one. */
  readonly endsAt: Instant | null;
}

/** What the actor at the beginning of a chain may do now, or null if nothing. */
export function rightsIn(chain: SponsorChain | undefined): Actor | null {
  return chain ? presentRights(chain.actors, chain.servedBy) : null;
}

interface ChainRow {
  readonly start: string;
  readonly id: string;
  readonly actor: Actor | null;
  readonly is_token: boolean;
  readonly expires_at: Instant | null;
  readonly served_by: readonly string[] | null;
}

/** The condition that the sponsor of a token or of a link is one of these. */
export function hasSponsor(ids: readonly string[]) {
  return sql<boolean>`coalesce(kept -> 'sponsor', created_by) ->> 'id' = any(${ids}::text[])`;
}

/**
 * The chains of sponsors that begin with these actors, by their ids, in one query. A token counts until it expires, an
 * administrator until the account is disabled; both, and external actors, until they are removed.
 */
export async function findSponsorChains(
  database: Database,
  ids: readonly string[],
  now: Instant,
): Promise<ReadonlyMap<string, SponsorChain>> {
  return readChains(database, sql`select unnest(${ids}::text[])`, now);
}

/** The chain of sponsors of the token whose secret has this hash, or null if there is none. */
export async function findTokenChain(
  database: Database,
  secretHash: string,
  now: Instant,
): Promise<SponsorChain | null> {
  const start = sql`select id from tokens where secret_hash = ${secretHash}`;
  const [chain] = (await readChains(database, start, now)).values();
  return chain ?? null;
}

async function readChains(
  database: Database,
  start: RawBuilder<unknown>,
  now: Instant,
): Promise<ReadonlyMap<string, SponsorChain>> {
  const { rows } = await sql<ChainRow>`
    with recursive chain (start, id, depth) as (
      select first.id, first.id, 0 from (${start}) as first (id)
      union all
      select chain.start, coalesce(tokens.kept -> 'sponsor', tokens.created_by) ->> 'id', chain.depth + 1
      from chain join tokens on tokens.id = chain.id
      where chain.depth <= ${sql.lit(MOST_SPONSORS)}
    )
    select chain.start, chain.id, coalesce(${TOKEN}, ${ADMINISTRATOR}, external_actors.actor) as actor,
      tokens.id is not null as is_token, tokens.expires_at,
      case when chain.depth = 0 then array(
        select partner_id from organization_partners
        where organization_id = coalesce(tokens.organization_id, administrators.organization_id)
      ) end as served_by
    from chain
    left join tokens on tokens.id = chain.id
    left join administrators on administrators.id = chain.id and administrators.disabled_at is null
    left join external_actors on external_actors.id = chain.id
    order by chain.start, chain.depth`.execute(database);
  const byStart = new Map<string, ChainRow[]>();
  for (const row of rows) byStart.set(row.start, [...(byStart.get(row.start) ?? []), row]);
  return new Map([...byStart].map(([id, links]) => [id, toChain(links, now)]));
}

/** A chain that ends with a token is longer than any that can be made: it gives no rights. */
function toChain(links: readonly ChainRow[], now: Instant): SponsorChain {
  const actors = links.map(({ actor, expires_at }) =>
    expires_at !== null && expires_at <= now ? null : actor,
  );
  return {
    ids: links.map(({ id }) => id),
    actors: links.at(-1)?.is_token ? [...actors, null] : actors,
    servedBy: links[0]?.served_by ?? [],
    expiresAt: links[0]?.expires_at ?? null,
    endsAt: earliest(links.flatMap(({ expires_at }) => expires_at ?? [])),
  };
}

function earliest(instants: readonly Instant[]): Instant | null {
  return instants.length > 0 ? toInstant(Math.min(...instants)) : null;
}

const TOKEN = actorOf("tokens", "actor_id", "actor_name");
const ADMINISTRATOR = actorOf("administrators", "id", "display_name");

/** The actor in a row as JSON, or null if there is no row. */
function actorOf(table: "tokens" | "administrators", id: string, name: string) {
  const column = (of: string) => sql.ref(`${table}.${of}`);
  return sql`case when ${column("id")} is not null then jsonb_build_object(
    'id', ${column(id)}, 'displayName', ${column(name)}, 'role', ${column("role")},
    'partnerId', ${column("partner_id")}, 'organizationId', ${column("organization_id")},
    'organizationIds', to_jsonb(${column("organization_ids")})) end`;
}
