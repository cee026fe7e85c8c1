import { ok, type Refusal, type Result } from "../../result.ts";
import type { Actor } from "../../tenancy/actor.ts";
import type { Administrator } from "../../tenancy/administrator.ts";
import { type Grant, toGrant } from "../../tenancy/grant.ts";
import { may } from "../../tenancy/permission.ts";
import { notAllowed } from "../../tenancy/refusals.ts";
import type { Definition } from "../definition.ts";
import { mayGrantOneMore, type QuotaScene } from "../quotas.ts";
import { mayGive } from "./may-give.ts";
import { type MadePassword, oneTimePassword } from "./one-time-password.ts";
import { refuseTakenEmail } from "./refuse-taken-email.ts";

/** Creates an administrator of one's own level or below. */
export interface CreateAdministrator extends MadePassword {
  readonly kind: "create_administrator";
  readonly id: string;
  readonly displayName: string;
  readonly email: string;
  readonly grant: Grant;
}

export const createAdministrator: Definition<CreateAdministrator, Administrator> = {
  permit: (actor) => (may(actor, "manage_administrators") ? ok(true) : notAllowed("add administrators")),
  perform: async (change, { actor, at }, { kind: action, id, displayName, email, ...given }) => {
    const grant = await mayCreateAdministrator(change, actor, { id, email, grant: given.grant });
    if (!grant.ok) return grant;
    const after = { id, displayName, email, ...grant.value, createdAt: at, disabledAt: null };
    const password = oneTimePassword(actor, given);
    await change.recordAccount({ id, action, before: null, after }, password);
    return ok(after);
  },
};

/**
 * Whether the actor may create this administrator, as far as can be known without a password: asked before a password
 * is hashed, which costs processor time, and again in the change. Gives the completed grant.
 */
export async function mayCreateAdministrator(
  scene: QuotaScene,
  actor: Actor,
  { id, email, grant: asked }: Pick<CreateAdministrator, "id" | "email" | "grant">,
): Promise<Result<Grant, Refusal>> {
  const grant = toGrant(actor, asked);
  if (!grant.ok) return grant;
  const granted = await mayGive(scene.database, actor, grant.value);
  if (!granted.ok) return granted;
  const free = await refuseTakenEmail(scene.database, email, id);
  if (!free.ok) return free;
  const within = await mayGrantOneMore(scene, actor, "people", grant.value);
  return within.ok ? grant : within;
}
