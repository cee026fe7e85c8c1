import type { FastifyRequest } from "fastify";
import { err, refuse } from "../result.ts";
import type { Actor } from "../tenancy/actor.ts";
import { identify } from "./authenticate.ts";
import type { Context } from "./context.ts";

/**
 * The context of a call whose body may take hours to arrive: the caller is looked up again, under the ledger's lock, before
 * its change is made. Then the change is refused as the call would be if it began now, and with `not_allowed` if the
 * caller's rights are others than when it began.
 */
export function withRightsAtChange<Needs extends Context>(context: Needs, request: FastifyRequest): Needs {
  const { config, fixedTokens } = context;
  const began = request.actor && rightsOf(request.actor);
  const rights: Context["rights"] = {
    around: async ({ database, at }, work) => {
      const now = await identify({ config, fixedTokens, store: { database } }, request, at);
      if (!now.ok) return now;
      return rightsOf(now.value.actor) === began ? work() : err(RIGHTS_CHANGED);
    },
  };
  return { ...context, rights };
}

/** What an actor may do, as one text that is the same for the same rights. */
function rightsOf({ id, role, partnerId, organizationId, organizationIds }: Actor): string {
  return JSON.stringify([
    id,
    role,
    partnerId,
    organizationId,
    organizationIds && [...organizationIds].sort(),
  ]);
}

const RIGHTS_CHANGED = refuse(
  "not_allowed",
  "Your rights were changed while this was sent, so nothing was changed; send it again if you still may.",
);
