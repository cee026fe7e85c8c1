import { err, ok, type Refusal, type Result, refuse } from "../../result.ts";
import type { Database } from "../../store/database.ts";
import { deleteSessionsOf } from "../../store/tables/session-table.ts";
import { type Actor, levelOf, type Role } from "../../tenancy/actor.ts";
import type { Administrator } from "../../tenancy/administrator.ts";
import type { Attempt } from "../../tenancy/attempt.ts";
import { type Grant, toGrant } from "../../tenancy/grant.ts";
import { may } from "../../tenancy/permission.ts";
import { formatParty, partyOf } from "../../tenancy/quota.ts";
import { notAllowed, notFound } from "../../tenancy/refusals.ts";
import type { Definition } from "../definition.ts";
import { mayGrantOneMore, type QuotaScene } from "../quotas.ts";
import { findReachedAdministrator } from "./find-reached-administrator.ts";
import { mayGive } from "./may-give.ts";
import { refuseLastVendor } from "./refuse-last-vendor.ts";
import { refuseTakenEmail } from "./refuse-taken-email.ts";

/** Changes an administrator's name, address, role or scope, or disables the account, which ends all sessions. */
export interface ChangeAdministrator {
  readonly kind: "change_administrator";
  readonly id: string;
  readonly patch: AdministratorPatch;
}

/** A patch: what is left out stays, if it is valid for the level of the role. */
interface AdministratorPatch {
  readonly displayName?: string | undefined;
  readonly email?: string | undefined;
  readonly role?: Role | undefined;
  readonly partnerId?: string | undefined;
  readonly organizationId?: string | undefined;
  readonly organizationIds?: readonly string[] | null | undefined;
  readonly disabled?: boolean | undefined;
}

export const changeAdministrator: Definition<ChangeAdministrator, Administrator> = {
  permit: (actor) => (may(actor, "manage_administrators") ? ok(true) : notAllowed("change administrators")),
  perform: async (change, attempt, { kind: action, id, patch }) => {
    const { database } = change;
    const before = await findReachedAdministrator(database, attempt.actor, id);
    if (!before) return notFound("administrator");
    const changed = await patched(change, before, patch, attempt);
    if (!changed.ok) return changed;
    const after = changed.value;
    if (JSON.stringify(after) !== JSON.stringify(before)) {
      await change.record({ subject: "administrator", id, action, before, after });
      if (after.disabledAt !== null) await deleteSessionsOf(database, id);
    }
    return ok(after);
  },
};

async function patched(
  change: QuotaScene,
  before: Administrator,
  patch: AdministratorPatch,
  { actor, at }: Attempt,
): Promise<Result<Administrator, Refusal>> {
  const { database } = change;
  const grant = await regranted(database, actor, before, patch);
  if (!grant.ok) return grant;
  const moved = await mayMove(change, actor, before, grant.value);
  if (!moved.ok) return moved;
  const email = patch.email ?? before.email;
  const free = await refuseTakenEmail(database, email, before.id);
  if (!free.ok) return free;
  const isDisabled = patch.disabled ?? before.disabledAt !== null;
  const after: Administrator = {
    ...before,
    ...grant.value,
    displayName: patch.displayName ?? before.displayName,
    email,
    disabledAt: isDisabled ? (before.disabledAt ?? at) : null,
  };
  const replaceable = await refuseLastVendor(database, before, after);
  return replaceable.ok ? ok(after) : replaceable;
}

/** Whether the partner or customer that somebody moves to may have one person more. Refuses `quota_reached`. */
async function mayMove(
  change: QuotaScene,
  actor: Actor,
  before: Grant,
  after: Grant,
): Promise<Result<true, Refusal>> {
  if (formatParty(partyOf(before)) === formatParty(partyOf(after))) return ok(true);
  return mayGrantOneMore(change, actor, "people", after);
}

/** The role and scope after the patch. */
async function regranted(
  database: Database,
  actor: Actor,
  before: Administrator,
  patch: AdministratorPatch,
): Promise<Result<Grant, Refusal>> {
  const { role, partnerId, organizationId, organizationIds } = before;
  const unchanged = { role, partnerId, organizationId, organizationIds };
  const asked = { ...unchanged, ...kept(before, patch) };
  if (JSON.stringify(asked) === JSON.stringify(unchanged)) return ok(unchanged);
  if (actor.id === before.id) return err(OWN_ROLE);
  const grant = toGrant(actor, asked);
  if (!grant.ok) return grant;
  const granted = await mayGive(database, actor, grant.value);
  return granted.ok ? grant : granted;
}

function kept(before: Administrator, patch: AdministratorPatch): Grant {
  const role = patch.role ?? before.role;
  const isSameLevel = levelOf(role) === levelOf(before.role);
  const { organizationIds = isSameLevel ? before.organizationIds : null } = patch;
  return {
    role,
    partnerId: patch.partnerId ?? (isSameLevel ? before.partnerId : null),
    organizationId: patch.organizationId ?? (isSameLevel ? before.organizationId : null),
    organizationIds,
  };
}

const OWN_ROLE = refuse(
  "own_role",
  "You cannot change your own role or scope; ask another administrator of your level or above.",
);
