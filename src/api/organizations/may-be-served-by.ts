import { ok, type Refusal, type Result } from "../../result.ts";
import type { Database } from "../../store/database.ts";
import { listPartners } from "../../store/tables/partner-table.ts";
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
  const mine = mayChangePartners(actor, [...added, ...removed]);
  if (!mine.ok) return mine;
  const known = added.length > 0 ? await listPartners(database, { ids: added, max: added.length }) : [];
  return known.length === added.length ? ok(true) : notFound("partner");
}

/** Whether the actor may add or take away these partners, if they exist. Refuses `not_allowed`. */
export function mayChangePartners(actor: Actor, partnerIds: readonly string[]): Result<true, Refusal> {
  if (levelOf(actor.role) === "vendor" || partnerIds.every((id) => id === actor.partnerId)) return ok(true);
  return notAllowed("add or remove other partners");
}

/** Whether the actor may enter an organization that these partners serve; a partner only one that it serves itself. */
export function mayEnterServedBy(actor: Actor, partnerIds: readonly string[]): Result<true, Refusal> {
  if (levelOf(actor.role) !== "partner" || partnerIds.includes(actor.partnerId ?? "")) return ok(true);
  return notAllowed("add organizations that you do not serve");
}
