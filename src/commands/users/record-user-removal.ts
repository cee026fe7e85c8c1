import type { UserSettings } from "../../policy/settings.ts";
import type { Change } from "../../store/ledger/change.ts";
import type { User } from "../../tenancy/organization.ts";

/** Records the removal of a user and of the user's settings. */
export async function recordUserRemoval(
  transaction: Change,
  { user, settings }: { readonly user: User; readonly settings: UserSettings },
  action: string,
): Promise<void> {
  if (settings.updatedAt !== null) {
    const entry = { subject: "user_settings", id: user.id, action, before: settings, after: null } as const;
    await transaction.record({ ...entry, organizationId: user.organizationId });
  }
  await transaction.record({ subject: "user", id: user.id, action, before: user, after: null });
}
