import { ok, type Refusal, type Result } from "../../result.ts";
import type { Database } from "../../store/database.ts";
import { listPartners } from "../../store/partner-table.ts";
import { type Actor, levelOf } from "../../tenancy/actor.ts";
import { notAllowed, notFound } from "../refusals.ts";

/**
 * Whether the actor may have an organization served by these partners, `before` being those that serve it now: the vendor
 * any that exist; a partner only itself, added or taken away. Refuses `not_found` and `not_allowed`.
 */
export async function mayBeServedBy(
  database: Database,
  actor: Actor,
  partnerIds: readonly string[],
  before: readonly string[],
): Promise<Result<true, Refusal>> {
  const added = partnerIds.filter((id) => !before.includes(id));
  const removed = before.filter((id) => !partnerIds.includes(id));
  if (levelOf(actor.role) !== "vendor" && [...added, ...removed].some((id) => id !== actor.partnerId)) {
    return notAllowed("add or remove other partners");
  }
  const known = added.length > 0 ? await listPartners(database, { ids: added, max: added.length }) : [];
  return known.length === added.length ? ok(true) : notFound("partner");
}
