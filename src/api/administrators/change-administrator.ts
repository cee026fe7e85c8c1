import type { z } from "zod";
import { AdministratorAnswer, AdministratorPatch } from "../../contract/administrator.ts";
import { IdParams } from "../../contract/fields.ts";
import { err, ok, type Refusal, type Result, refuse } from "../../result.ts";
import type { Database } from "../../store/database.ts";
import type { Change } from "../../store/ledger/change.ts";
import { deleteSessionsOf } from "../../store/tables/session-table.ts";
import { type Actor, levelOf } from "../../tenancy/actor.ts";
import type { Administrator } from "../../tenancy/administrator.ts";
import { type Grant, toGrant } from "../../tenancy/grant.ts";
import { may } from "../../tenancy/permission.ts";
import { change } from "../change.ts";
import { endpoint } from "../endpoint.ts";
import { mayGive } from "../grants/may-give.ts";
import { notAllowed, notFound } from "../refusals.ts";
import { toAdministratorAnswer } from "./administrator-answer.ts";
import { findReachedAdministrator } from "./find-reached-administrator.ts";
import { refuseLastVendor } from "./refuse-last-vendor.ts";
import { refuseTakenEmail } from "./refuse-taken-email.ts";

type Patch = z.output<typeof AdministratorPatch>;

export const changeAdministrator = endpoint({
  method: "PATCH",
  path: "/v1/administrators/:id",
  summary:
    "Change an administrator's name, address, role or place, or disable the account, which ends all sessions",
  params: IdParams,
  entity: "administrator",
  body: AdministratorPatch,
  answer: AdministratorAnswer,
  handle: async ({ actor, params: { id }, body }, context) => {
    if (!may(actor, "manage_administrators")) return notAllowed("change administrators");
    return change(context, actor, async (transaction) => {
      const { database } = transaction;
      const before = await findReachedAdministrator(database, actor, id);
      if (!before) return notFound("administrator");
      const changed = await patched(transaction, actor, before, body);
      if (!changed.ok) return changed;
      const after = changed.value;
      if (JSON.stringify(after) !== JSON.stringify(before)) {
        const action = "change_administrator";
        await transaction.record({ subject: "administrator", id, action, before, after });
        if (after.disabledAt !== null) await deleteSessionsOf(database, id);
      }
      return ok(toAdministratorAnswer(after));
    });
  },
});

async function patched(
  { database, at }: Change,
  actor: Actor,
  before: Administrator,
  patch: Patch,
): Promise<Result<Administrator, Refusal>> {
  const grant = await regranted(database, actor, before, patch);
  if (!grant.ok) return grant;
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

/** The new role and scope: what is left out stays, as far as it belongs to the role's level. */
async function regranted(
  database: Database,
  actor: Actor,
  before: Administrator,
  patch: Patch,
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

function kept(before: Administrator, patch: Patch): Grant {
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
