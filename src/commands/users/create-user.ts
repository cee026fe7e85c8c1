import { ok, type Refusal, type Result } from "../../result.ts";
import type { Recorder } from "../../store/ledger/change.ts";
import type { Actor } from "../../tenancy/actor.ts";
import type { User } from "../../tenancy/organization.ts";
import { may } from "../../tenancy/permission.ts";
import { DEFAULT_QUOTAS, type QuotaNumbers } from "../../tenancy/quota.ts";
import { notAllowed, notFound } from "../../tenancy/refusals.ts";
import { type Decider, decideOne } from "../batch.ts";
import type { Definition } from "../definition.ts";
import { findVisibleScenes } from "../organizations/find-visible-scenes.ts";
import { QuotaTally } from "../quotas.ts";

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
    const user = await decideOne(decideUsers(actor, change.quotas), change.database, command, at);
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

/** Decides about new users, batch after batch; refuses `not_found` for an organization that the actor may not see. */
export function decideUsers(actor: Actor, quotas: QuotaNumbers = DEFAULT_QUOTAS): Decider<CreateUser, User> {
  const tally = new QuotaTally(actor, "organization_users", quotas);
  return {
    decide: async (database, commands, at) => {
      const ids = commands.map((command) => command.organizationId);
      const visible = await findVisibleScenes(database, actor, ids);
      return commands.map(({ kind: _, ...described }) =>
        visible.has(described.organizationId)
          ? ok({ ...described, createdAt: at })
          : notFound("organization"),
      );
    },
    count: (database, users) =>
      tally.addEach(
        database,
        users.map(({ organizationId }) => [organizationId]),
      ),
  };
}

export async function recordUsers(
  change: Recorder,
  action: CreateUser["kind"],
  users: readonly User[],
): Promise<void> {
  await change.recordAll(
    users.map((after) => ({ subject: "user", id: after.id, action, before: null, after }) as const),
  );
}
