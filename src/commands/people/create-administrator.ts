import type { Instant } from "../../instant.ts";
import { ok } from "../../result.ts";
import type { Administrator } from "../../tenancy/administrator.ts";
import { type Grant, toGrant } from "../../tenancy/grant.ts";
import { may } from "../../tenancy/permission.ts";
import { notAllowed } from "../../tenancy/refusals.ts";
import type { Definition } from "../definition.ts";
import { mayGive } from "./may-give.ts";
import { oneTimePassword } from "./one-time-password.ts";
import { refuseTakenEmail } from "./refuse-taken-email.ts";

/** Creates an administrator of one's own level or below. */
export interface CreateAdministrator {
  readonly kind: "create_administrator";
  readonly id: string;
  readonly displayName: string;
  readonly email: string;
  readonly grant: Grant;
  /** The hash of the one-time password; it is stored beside the administrator and is not in the ledger. */
  readonly passwordHash: string;
  /** When the one-time password ends, or null if it does not by itself. */
  readonly passwordEndsAt: Instant | null;
}

export const createAdministrator: Definition<CreateAdministrator, Administrator> = {
  permit: (actor) => (may(actor, "manage_administrators") ? ok(true) : notAllowed("add administrators")),
  perform: async (change, { actor, at }, { kind: action, id, displayName, email, ...given }) => {
    const grant = toGrant(actor, given.grant);
    if (!grant.ok) return grant;
    const granted = await mayGive(change.database, actor, grant.value);
    if (!granted.ok) return granted;
    const free = await refuseTakenEmail(change.database, email, id);
    if (!free.ok) return free;
    const after = { id, displayName, email, ...grant.value, createdAt: at, disabledAt: null };
    const password = oneTimePassword(actor, given);
    await change.recordPassword({ id, action, before: null, after }, password);
    return ok(after);
  },
};
