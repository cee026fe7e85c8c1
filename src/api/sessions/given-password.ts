import { ofAccount } from "../../commands/credentials/credential.ts";
import { isCovered } from "../../commands/credentials/find-credentials.ts";
import type { StoredAccount } from "../../store/tables/administrator-table.ts";
import type { Context } from "../context.ts";

/**
 * Whether a one-time password, and so the link that was made with it, has not ended, and whoever gave it still may;
 * always for a password of one's own.
 */
export async function isStillGood(
  { store, now }: Context,
  { administrator, password: { isOneTime, givenBy, endsAt } }: StoredAccount,
): Promise<boolean> {
  if (!isOneTime) return true;
  if (endsAt !== undefined && endsAt <= now()) return false;
  return (
    givenBy === undefined ||
    isCovered(store.database, ofAccount({ administrator, givenBy, isOneTime }), now())
  );
}
