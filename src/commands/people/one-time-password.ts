import type { Instant } from "../../instant.ts";
import type { StoredPassword } from "../../store/tables/administrator-table.ts";
import { type ActorReference, toActorReference } from "../../tenancy/actor.ts";

interface Made {
  readonly passwordHash: string;
  readonly passwordEndsAt: Instant | null;
}

/** A one-time password that the actor gives, as it is stored. */
export function oneTimePassword(
  actor: ActorReference,
  { passwordHash: hash, passwordEndsAt: endsAt }: Made,
): StoredPassword {
  return { hash, isOneTime: true, givenBy: toActorReference(actor), ...(endsAt !== null && { endsAt }) };
}
