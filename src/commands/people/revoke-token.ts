import { ok } from "../../result.ts";
import { findTokens } from "../../store/tables/token-table.ts";
import { may } from "../../tenancy/permission.ts";
import { notAllowed, notFound } from "../../tenancy/refusals.ts";
import type { Definition } from "../definition.ts";
import { reaches } from "./reaches.ts";

export interface RevokeToken {
  readonly kind: "revoke_token";
  readonly id: string;
}

export const revokeToken: Definition<RevokeToken, undefined> = {
  permit: (actor) => (may(actor, "manage_tokens") ? ok(true) : notAllowed("revoke tokens")),
  perform: async (change, { actor }, { kind: action, id }) => {
    const [before] = await findTokens(change.database, [id]);
    const isReached = await reaches(change.database, actor, id, before?.actor);
    if (!before || !isReached) return notFound("token");
    await change.record({ subject: "token", id, action, before, after: null });
    return ok(undefined);
  },
};
