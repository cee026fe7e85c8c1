import type { Instant } from "../../instant.ts";
import type { StoredPassword } from "../../store/tables/administrator-table.ts";
import { type ActorReference, toActorReference } from "../../tenancy/actor.ts";

/** A one-time password that is made, and the link that is good as long as it is. */
export interface MadePassword {
  /** The hash of the one-time password; the ledger has a digest of it. */
  readonly passwordHash: string;
  /** When it ends, or null if it does not by itself. */
  readonly passwordEndsAt: Instant | null;
  /** The SHA-256 of the link's secret, or null without a link. */
  readonly linkHash: string | null;
}

/** A one-time password that the actor gives, as it is stored. */
export function oneTimePassword(
  actor: ActorReference,
  { passwordHash: hash, passwordEndsAt: endsAt, linkHash }: MadePassword,
): StoredPassword {
  const limits = { ...(endsAt !== null && { endsAt }), ...(linkHash !== null && { linkHash }) };
  return { hash, isOneTime: true, givenBy: toActorReference(actor), ...limits };
}
