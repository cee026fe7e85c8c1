import { actorChangeOf } from "../../ledger/about.ts";
import { subjectsAbout } from "../../ledger/subject.ts";
import { type Actor, type ActorReference, toActorReference } from "../../tenancy/actor.ts";
import type { Database } from "../database.ts";
import { entriesAbout } from "./ledger-table.ts";

/**
 * People and tokens with their partner or organization by their ids, for entries that do not record it. Left out are
 * those that the ledger does not have, and those that had more than one scope: an entry does not tell in which of them
 * it was made.
 */
export async function findActorScopes(
  database: Database,
  ids: readonly string[],
): Promise<ReadonlyMap<string, ActorReference>> {
  if (ids.length === 0) return new Map();
  const about = subjectsAbout("actor").flatMap((subject) => ids.map((id) => ({ subject, id })));
  const found = new Map<string, Actor[]>();
  for (const entry of await entriesAbout(database, about)) {
    const change = actorChangeOf(entry);
    const scopes = [change?.before, change?.after].flatMap((actor) => actor ?? []);
    found.set(entry.id, [...(found.get(entry.id) ?? []), ...scopes]);
  }
  return new Map([...found].flatMap(([id, scopes]) => toUnchanging(id, scopes)));
}

function toUnchanging(id: string, [first, ...others]: readonly Actor[]): [string, ActorReference][] {
  if (!first) return [];
  const { partnerId, organizationId } = first;
  const isSame = (other: Actor) => other.partnerId === partnerId && other.organizationId === organizationId;
  return others.every(isSame) ? [[id, toActorReference(first)]] : [];
}
