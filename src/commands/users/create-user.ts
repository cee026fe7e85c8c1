import { ok, type Refusal, type Result } from "../../result.ts";
import type { Change } from "../../store/ledger/change.ts";
import type { Actor } from "../../tenancy/actor.ts";
import type { User } from "../../tenancy/organization.ts";
import { may } from "../../tenancy/permission.ts";
import { notAllowed, notFound } from "../../tenancy/refusals.ts";
import type { DecideMany } from "../batch.ts";
import type { Definition } from "../definition.ts";
import { findVisibleScenes } from "../organizations/find-visible-scenes.ts";

/** Creates a user of an organization, alone or as one line of an import. */
export interface CreateUser {
  readonly kind: "create_user" | "import_users";
  readonly id: string;
  readonly organizationId: string;
  readonly displayName: string;
  readonly email: string;
}

export const createUser: Definition<CreateUser, User> = {
  perform: async (change, { actor, at }, command) => {
    const [user = notFound("organization")] = await decideUsers(actor)(change.database, [command], at);
    if (!user.ok) return user;
    const permitted = permitUsers(actor);
    if (!permitted.ok) return permitted;
    await recordUsers(change, command.kind, [user.value]);
    return user;
  },
};

/** Like {@link createUser}, but a role that may not do it is refused before anything is loaded. */
export const importUser: Definition<CreateUser, User> = { ...createUser, permit: permitUsers };

function permitUsers(actor: Actor): Result<true, Refusal> {
  return may(actor, "manage_users") ? ok(true) : notAllowed("add users");
}

/** Decides about new users; refuses `not_found` for an organization that the actor may not see. */
export function decideUsers(actor: Actor): DecideMany<CreateUser, User> {
  return async (database, commands, at) => {
    const ids = commands.map((command) => command.organizationId);
    const visible = await findVisibleScenes(database, actor, ids);
    return commands.map(({ kind: _, ...described }) =>
      visible.has(described.organizationId) ? ok({ ...described, createdAt: at }) : notFound("organization"),
    );
  };
}

export async function recordUsers(
  change: Change,
  action: CreateUser["kind"],
  users: readonly User[],
): Promise<void> {
  await change.recordAll(
    users.map((after) => ({ subject: "user", id: after.id, action, before: null, after }) as const),
  );
}
