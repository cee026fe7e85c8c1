import { ok, type Refusal, type Result } from "../../result.ts";
import type { Database } from "../../store/database.ts";
import { listPartners } from "../../store/tables/partner-table.ts";
import { type Actor, levelOf } from "../../tenancy/actor.ts";
import { notAllowed, notFound } from "../../tenancy/refusals.ts";

/** The partners that serve an organization, before and after a change. */
interface ServingChange {
  readonly before: readonly string[];
  readonly after: readonly string[];
}

/**
 * Whether the actor may change the partners that serve an organization: the vendor to any that exist; a partner may add
 * or remove only itself. Refuses `not_found` and `not_allowed`.
 */
export async function mayBeServedBy(
  database: Database,
  actor: Actor,
  { before, after }: ServingChange,
): Promise<Result<true, Refusal>> {
  const added = after.filter((id) => !before.includes(id));
  const removed = before.filter((id) => !after.includes(id));
  const mine = mayChangePartners(actor, [...added, ...removed]);
  if (!mine.ok) return mine;
  const known = await findKnownPartners(database, added);
  return known.length === added.length ? ok(true) : notFound("partner");
}

/** The ids of those of these partners that exist. */
export async function findKnownPartners(
  database: Database,
  ids: readonly string[],
): Promise<readonly string[]> {
  const known = ids.length > 0 ? await listPartners(database, { ids, max: ids.length }) : [];
  return known.map(({ partner }) => partner.id);
}

/** Whether the actor may add or remove these partners, if they exist. Refuses `not_allowed`. */
export function mayChangePartners(actor: Actor, partnerIds: readonly string[]): Result<true, Refusal> {
  if (levelOf(actor.role) === "vendor" || partnerIds.every((id) => id === actor.partnerId)) return ok(true);
  return notAllowed("add or remove other partners");
}

/** Whether the actor may add an organization served by these partners; a partner only one that it serves itself. */
export function mayEnterServedBy(actor: Actor, partnerIds: readonly string[]): Result<true, Refusal> {
  if (levelOf(actor.role) !== "partner" || partnerIds.includes(actor.partnerId ?? "")) return ok(true);
  return notAllowed("add organizations that you do not serve");
}
