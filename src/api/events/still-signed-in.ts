import type { Instant } from "../../instant.ts";
import type { Database } from "../../store/database.ts";
import { findSessions } from "../../store/tables/session-table.ts";
import { findSponsorChains, rightsIn } from "../../store/tables/sponsor-table.ts";
import type { Actor } from "../../tenancy/actor.ts";
import { hasSameRights } from "../../tenancy/present-rights.ts";
import { sessionEndsAt } from "../../tenancy/session.ts";
import type { Identity } from "../authenticate.ts";

/**
 * Those that a sign-in would still give the same session and rights, found with two queries; `isFixed` tells the tokens
 * that are not in the store. Leaves out those whose session or token ended or was revoked, or whose rights changed.
 */
export async function stillSignedIn<One extends { readonly signedIn: Identity }>(
  database: Database,
  all: readonly One[],
  isFixed: (actor: Actor) => boolean,
  now: Instant,
): Promise<ReadonlySet<One>> {
  const bySession = all.filter(({ signedIn }) => signedIn.session !== null);
  const byToken = all.filter(({ signedIn }) => signedIn.session === null && !isFixed(signedIn.actor));
  const sessions = await findSessions(database, [
    ...new Set(bySession.flatMap(({ signedIn }) => signedIn.session?.id ?? [])),
  ]);
  const tokens = [...new Set(byToken.map(({ signedIn }) => signedIn.actor.id))];
  const held = new Map<string, Actor>();
  for (const session of sessions) if (sessionEndsAt(session) > now) held.set(session.id, session.actor);
  for (const [id, chain] of await findSponsorChains(database, tokens, now)) {
    const rights = rightsIn(chain);
    if (rights) held.set(id, rights);
  }
  return new Set(
    all.filter(({ signedIn: { actor, session } }) => {
      if (session === null && isFixed(actor)) return true;
      const known = held.get(session?.id ?? actor.id);
      return known !== undefined && hasSameRights(known, actor);
    }),
  );
}
