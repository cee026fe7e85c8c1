import { ok } from "../../result.ts";
import { findTokens } from "../../store/tables/token-table.ts";
import type { Keep } from "../../tenancy/keep.ts";
import { may } from "../../tenancy/permission.ts";
import { notAllowed, notFound } from "../../tenancy/refusals.ts";
import { type CredentialsEffect, endCredentialsBy } from "../credentials/end-credentials.ts";
import type { Definition } from "../definition.ts";
import { reaches } from "./reaches.ts";

/** Revokes a token. What was granted with it ends, or is kept on purpose. */
export interface RevokeToken {
  readonly kind: "revoke_token";
  readonly id: string;
  readonly keep?: Keep | undefined;
}

export const revokeToken: Definition<RevokeToken, CredentialsEffect> = {
  permit: (actor) => (may(actor, "manage_tokens") ? ok(true) : notAllowed("revoke tokens")),
  perform: async (change, attempt, { kind: action, id, keep }) => {
    const { actor } = attempt;
    const [before] = await findTokens(change.database, [id]);
    const isReached = await reaches(change.database, actor, id, before?.actor);
    if (!before || !isReached) return notFound("token");
    await change.record({ subject: "token", id, action, before, after: null });
    return endCredentialsBy(change, attempt, [id], { action, keep });
  },
};
