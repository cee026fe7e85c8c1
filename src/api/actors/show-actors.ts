import type { Database } from "../../store/database.ts";
import { findActorScopes } from "../../store/ledger/actor-scopes.ts";
import { findNamedRecords } from "../../store/ledger/ledger-names.ts";
import { findTokenIds } from "../../store/ledger/token-ids.ts";
import { type Actor, type ActorReference, levelOf } from "../../tenancy/actor.ts";
import { actorKindOf } from "../../tenancy/actor-kind.ts";
import { actorAsSeenBy, type ShownActor, seesActor } from "../../tenancy/shown-actor.ts";
import type { Context } from "../context.ts";

/** Gives an actor as one viewer is shown it. */
export type ShowActor = (actor: ActorReference) => ShownActor;

/**
 * Makes the function that shows these actors to a viewer. Every answer that tells by whom something was done, set or
 * made goes through it. `database` is the transaction, if a change is under way.
 */
export async function showActors(
  { config, fleet }: Pick<Context, "config" | "fleet">,
  database: Database,
  viewer: Actor,
  actors: readonly ActorReference[],
): Promise<ShowActor> {
  const partnersServing = (organizationId: string) => fleet.partnersServing(organizationId);
  const scopes = await scopesOf(database, viewer, actors);
  const complete = (actor: ActorReference) => ({ ...scopes.get(actor.id), ...actor });
  const hidden = actors.map(complete).filter((actor) => !seesActor(viewer, actor, partnersServing));
  const partnerNames = await findPartnerNames(database, hidden);
  const names = { vendor: config.vendor, partner: (id: string) => partnerNames.get(id) };
  const tokens = await findTokenIds(
    database,
    actors.map(({ id }) => id),
  );
  return (actor) => {
    const seen = actorAsSeenBy(viewer, complete(actor), partnersServing, names);
    return { ...seen, kind: seen.id === null ? null : actorKindOf(seen.id, tokens) };
  };
}

/** One actor as a viewer is shown it, or null if there is none. */
export async function showActor(
  context: Pick<Context, "config" | "fleet">,
  database: Database,
  viewer: Actor,
  actor: ActorReference | null,
): Promise<ShownActor | null> {
  return actor && (await showActors(context, database, viewer, [actor]))(actor);
}

/** The scopes of actors whose references do not contain them. The vendor sees everybody, so it needs none. */
async function scopesOf(
  database: Database,
  viewer: Actor,
  actors: readonly ActorReference[],
): Promise<ReadonlyMap<string, ActorReference>> {
  if (levelOf(viewer.role) === "vendor") return new Map();
  const unscoped = actors.filter(
    ({ role, partnerId, organizationId }) => levelOf(role) !== "vendor" && !partnerId && !organizationId,
  );
  return findActorScopes(database, [...new Set(unscoped.map(({ id }) => id))]);
}

async function findPartnerNames(
  database: Database,
  hidden: readonly ActorReference[],
): Promise<ReadonlyMap<string, string>> {
  const ids = new Set(hidden.flatMap(({ partnerId }) => partnerId ?? []));
  const found = await findNamedRecords(
    database,
    [...ids].map((id) => ({ subject: "partner", id })),
  );
  return new Map(found.map(({ id, name }) => [id, name]));
}
