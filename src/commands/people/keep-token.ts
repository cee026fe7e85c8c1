import { ok } from "../../result.ts";
import { findServingPartners } from "../../store/tables/organization-partner-table.ts";
import { findSponsorChains } from "../../store/tables/sponsor-table.ts";
import { findTokens } from "../../store/tables/token-table.ts";
import { toActorReference } from "../../tenancy/actor.ts";
import { may } from "../../tenancy/permission.ts";
import { notAllowed, notFound } from "../../tenancy/refusals.ts";
import type { Token } from "../../tenancy/token.ts";
import { mayBeGrantedBy, ofToken } from "../credentials/credential.ts";
import type { Definition } from "../definition.ts";
import { reaches } from "./reaches.ts";

/** Keeps a token although its sponsor lost, or is about to lose, the right to it: the actor becomes its sponsor. */
export interface KeepToken {
  readonly kind: "keep_token";
  readonly id: string;
  readonly reason: string;
}

export const keepToken: Definition<KeepToken, Token> = {
  permit: (actor) => (may(actor, "manage_tokens") ? ok(true) : notAllowed("keep tokens")),
  perform: async (change, { actor, at }, { kind: action, id, reason }) => {
    const { database } = change;
    const [before] = await findTokens(database, [id]);
    const isReached = await reaches(database, actor, id, before?.actor);
    if (!before || !isReached) return notFound("token");
    const organizationId = before.actor.organizationId ?? "";
    const serving = (await findServingPartners(database, [organizationId])).get(organizationId) ?? [];
    const servedBy = serving.map((one) => one.partner_id);
    const above = (await findSponsorChains(database, [actor.id], at)).get(actor.id);
    if (!mayBeGrantedBy(ofToken(before), actor, servedBy) || above?.ids.includes(id)) {
      return notAllowed("keep a token that you could not create");
    }
    const after: Token = { ...before, kept: { sponsor: toActorReference(actor), reason } };
    await change.record({ subject: "token", id, action, before, after });
    return ok(after);
  },
};
