import type { TOKEN_WARNINGS } from "../../contract/token.ts";
import type { Actor } from "../../tenancy/actor.ts";
import { hasSameRights } from "../../tenancy/present-rights.ts";
import { sponsorOf } from "../../tenancy/sponsor.ts";
import type { Token } from "../../tenancy/token.ts";
import type { ShowActor } from "../actors/show-actors.ts";
import { toScope } from "../grants/scope.ts";

type Warning = (typeof TOKEN_WARNINGS)[number];

/**
 * A token for an answer: everything but its secret. `rights` are what its sponsor leaves of it, or null if nothing; `show`
 * shows its maker and its sponsor to the caller.
 */
export function toTokenAnswer(token: Token, rights: Actor | null, show: ShowActor) {
  const { id, name, actor, expiresAt, createdAt, createdBy, kept } = token;
  return {
    id,
    name,
    ...toScope(actor),
    expiresAt,
    createdAt,
    createdBy: show(createdBy),
    sponsor: show(sponsorOf(token)),
    ...(kept && { keptBecause: kept.reason }),
    warnings: [...(expiresAt === null ? (["no_end"] as const) : []), ...warningsOf(actor, rights)],
  };
}

function warningsOf(actor: Actor, rights: Actor | null): readonly Warning[] {
  if (rights === null) return ["no_rights"];
  return hasSameRights(actor, rights) ? [] : ["narrowed"];
}
