import { formatInstant, type Instant, toInstant } from "../../instant.ts";
import { err, ok, type Refusal, type Result, refuse } from "../../result.ts";
import type { Database } from "../../store/database.ts";
import { findSponsorChains } from "../../store/tables/sponsor-table.ts";
import { toActorReference } from "../../tenancy/actor.ts";
import type { Attempt } from "../../tenancy/attempt.ts";
import { type Grant, toGrant } from "../../tenancy/grant.ts";
import { may } from "../../tenancy/permission.ts";
import { MOST_SPONSORS } from "../../tenancy/present-rights.ts";
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
  /** When it ends, or null for as late as it may. */
  readonly expiresAt: Instant | null;
  /** The latest end that a token may have now, or null if it need not have one. */
  readonly latestEndAt: Instant | null;
  /** The SHA-256 of the secret; it is stored beside the token; the ledger has a digest of it. */
  readonly secretHash: string;
}

export const createToken: Definition<CreateToken, Token> = {
  permit: (actor) => (may(actor, "manage_tokens") ? ok(true) : notAllowed("create tokens")),
  perform: async (change, { actor, at }, { kind: action, id, name, ...given }) => {
    const grant = toGrant(actor, given.grant);
    if (!grant.ok) return grant;
    const granted = await mayGive(change.database, actor, grant.value);
    if (!granted.ok) return granted;
    const within = await mayGrantOneMore(change, actor, "tokens", grant.value);
    if (!within.ok) return within;
    const end = await endOf(change.database, { actor, at }, given);
    if (!end.ok) return end;
    const after: Token = {
      id,
      name,
      actor: { id, displayName: name, ...grant.value },
      expiresAt: end.value,
      createdAt: at,
      createdBy: toActorReference(actor),
    };
    await change.recordToken({ id, action, after }, given.secretHash);
    return ok(after);
  },
};

/** The end of a new token. A token that is made by a token ends with it at the latest. */
async function endOf(
  database: Database,
  { actor, at }: Attempt,
  { expiresAt, latestEndAt }: Pick<CreateToken, "expiresAt" | "latestEndAt">,
): Promise<Result<Instant | null, Refusal>> {
  const chain = (await findSponsorChains(database, [actor.id], at)).get(actor.id);
  if ((chain?.ids.length ?? 0) > MOST_SPONSORS) return err(CHAIN_TOO_LONG);
  if (expiresAt !== null && expiresAt <= at) return err(EXPIRY_PAST);
  const ends = [latestEndAt, chain?.endsAt ?? null].filter((end) => end !== null);
  const latest = ends.length > 0 ? toInstant(Math.min(...ends)) : null;
  if (expiresAt === null || latest === null || expiresAt <= latest) return ok(expiresAt ?? latest);
  const message = `expiresAt: this token can last until ${formatInstant(latest)} at the latest; use that, an earlier moment, or leave it out`;
  return err(refuse("expiry_too_late", message));
}

const CHAIN_TOO_LONG = refuse(
  "token_chain_too_long",
  `There are ${MOST_SPONSORS} tokens above this one, each made by the next, which is the limit; make the token as a person.`,
);
const EXPIRY_PAST = refuse("expiry_past", "expiresAt: use a moment in the future");
