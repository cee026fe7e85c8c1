import { MOST_SETTINGS, TOO_LARGE } from "../../commands/undo/undo-refusals.ts";
import type { LedgerEntry } from "../../ledger/entry.ts";
import { err, ok, type Refusal, type Result } from "../../result.ts";
import type { Database } from "../../store/database.ts";
import { listEntries } from "../../store/ledger/list-entries.ts";
import type { Actor } from "../../tenancy/actor.ts";
import { may } from "../../tenancy/permission.ts";
import { notAllowed, notFound } from "../../tenancy/refusals.ts";
import { sightOfAudit } from "./audit-sight.ts";

/**
 * The entries of the change that an entry is part of, in the order of the ledger, as far as the actor may read them: what an
 * undo of that entry takes back. Refuses `not_allowed`, `not_found`, and `undo_too_large` if there are far too many to undo.
 */
export async function findUndone(
  database: Database,
  actor: Actor,
  sequence: number,
): Promise<Result<readonly LedgerEntry[], Refusal>> {
  if (!may(actor, "read_audit")) return notAllowed("read the audit log");
  const sight = sightOfAudit(actor);
  const [entry] = await listEntries(database, { ...sight, sequences: [sequence], max: 1 });
  if (!entry) return notFound("entry");
  const most = MOST_SETTINGS * 2;
  const entries = await listEntries(database, { ...sight, change: entry.change, max: most + 1 });
  return entries.length > most ? err(TOO_LARGE) : ok([...entries].reverse());
}
