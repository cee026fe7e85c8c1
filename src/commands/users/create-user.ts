import { ok, type Refusal, type Result } from "../../result.ts";
import type { Change } from "../../store/ledger/change.ts";
import type { Actor } from "../../tenancy/actor.ts";
import type { User } from "../../tenancy/organization.ts";
import { may } from "../../tenancy/permission.ts";
import { DEFAULT_QUOTAS, type QuotaNumbers } from "../../tenancy/quota.ts";
import { notAllowed, notFound } from "../../tenancy/refusals.ts";
import type { DecideMany } from "../batch.ts";
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
    const decide = decideUsers(actor, change.quotas);
    const [user = notFound("organization")] = await decide(change.database, [command], at);
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

/**
 * Decides about new users, batch after batch; refuses `not_found` for an organization that the actor may not see, and
 * `quota_reached`.
 */
export function decideUsers(
  actor: Actor,
  quotas: QuotaNumbers = DEFAULT_QUOTAS,
): DecideMany<CreateUser, User> {
  const tally = new QuotaTally(actor, "organization_users", quotas);
  return async (database, commands, at) => {
    const ids = commands.map((command) => command.organizationId);
    const visible = await findVisibleScenes(database, actor, ids);
    await tally.learn(
      database,
      ids.filter((id) => visible.has(id)),
    );
    return commands.map(({ kind: _, ...described }) => {
      if (!visible.has(described.organizationId)) return notFound("organization");
      const within = tally.add([described.organizationId]);
      return within.ok ? ok({ ...described, createdAt: at }) : within;
    });
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
