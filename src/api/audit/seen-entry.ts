import { reaches } from "../../commands/people/reaches.ts";
import { actorChangeOf } from "../../ledger/about.ts";
import type { EntryOf, LedgerEntry } from "../../ledger/entry.ts";
import type { Database } from "../../store/database.ts";
import { type Actor, levelOf } from "../../tenancy/actor.ts";
import { numbersAsSeenBy } from "../../tenancy/customer-number.ts";
import type { Organization } from "../../tenancy/organization.ts";

/**
 * An entry as the actor may read it. When an administrator's scope changes, it may come from outside the actor's
 * subtree, or leave it; the state outside is left out. So are the numbers of other partners for an organization.
 */
export async function toSeen(database: Database, actor: Actor, entry: LedgerEntry): Promise<LedgerEntry> {
  if (levelOf(actor.role) === "vendor") return entry;
  if (entry.subject === "organization") return withSeenNumbers(actor, entry);
  const change = actorChangeOf(entry);
  if (!change) return entry;
  const { before, after } = change;
  if (!before || !after || scopeOf(before) === scopeOf(after)) return entry;
  return {
    ...entry,
    ...(!(await reaches(database, actor, before.id, before)) && { before: null }),
    ...(!(await reaches(database, actor, after.id, after)) && { after: null }),
  };
}

function withSeenNumbers(actor: Actor, entry: EntryOf<"organization">): EntryOf<"organization"> {
  const seen = (organization: Organization | null) =>
    organization && {
      ...organization,
      customerNumbers: numbersAsSeenBy(actor, organization.customerNumbers),
    };
  return { ...entry, before: seen(entry.before), after: seen(entry.after) };
}

function scopeOf({ partnerId, organizationId, organizationIds }: Actor): string {
  return JSON.stringify([partnerId, organizationId, organizationIds]);
}
