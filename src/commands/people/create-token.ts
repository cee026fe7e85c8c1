import type { Instant } from "../../instant.ts";
import { err, ok, refuse } from "../../result.ts";
import { toActorReference } from "../../tenancy/actor.ts";
import { type Grant, toGrant } from "../../tenancy/grant.ts";
import { may } from "../../tenancy/permission.ts";
import { notAllowed } from "../../tenancy/refusals.ts";
import type { Token } from "../../tenancy/token.ts";
import type { Definition } from "../definition.ts";
import { mayGrantOneMore } from "../quotas.ts";
import { mayGive } from "./may-give.ts";

/** Creates a token for one's own level or below. */
export interface CreateToken {
  readonly kind: "create_token";
  readonly id: string;
  readonly name: string;
  readonly grant: Grant;
  /** When it stops working, or null if never. */
  readonly expiresAt: Instant | null;
  /** The SHA-256 of the secret; it is stored beside the token; the ledger has a digest of it. */
  readonly secretHash: string;
}

export const createToken: Definition<CreateToken, Token> = {
  permit: (actor) => (may(actor, "manage_tokens") ? ok(true) : notAllowed("create tokens")),
  perform: async (change, { actor, at }, { kind: action, id, name, expiresAt, ...given }) => {
    const grant = toGrant(actor, given.grant);
    if (!grant.ok) return grant;
    if (expiresAt !== null && expiresAt <= at) return err(EXPIRY_PAST);
    const granted = await mayGive(change.database, actor, grant.value);
    if (!granted.ok) return granted;
    const within = await mayGrantOneMore(change, actor, "tokens", grant.value);
    if (!within.ok) return within;
    const after: Token = {
      id,
      name,
      actor: { id, displayName: name, ...grant.value },
      expiresAt,
      createdAt: at,
      createdBy: toActorReference(actor),
    };
    await change.recordToken({ id, action, after }, given.secretHash);
    return ok(after);
  },
};

const EXPIRY_PAST = refuse("expiry_past", "expiresAt: use a moment in the future");
