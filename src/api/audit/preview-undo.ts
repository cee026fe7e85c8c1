import { type PlannedUndo, planUndo, type UndoObstacle } from "../../commands/undo/plan-undo.ts";
import { performUndo } from "../../commands/undo/undo-change.ts";
import { UndoParams, UndoPreview } from "../../contract/audit.ts";
import type { Instant } from "../../instant.ts";
import type { LedgerEntry } from "../../ledger/entry.ts";
import { ok } from "../../result.ts";
import { rehearseChange } from "../../store/ledger/change.ts";
import { type Actor, toActorReference } from "../../tenancy/actor.ts";
import { showActors } from "../actors/show-actors.ts";
import type { Context } from "../context.ts";
import { endpoint } from "../endpoint.ts";
import { previewPlan } from "./preview-plan.ts";
import { findUndone } from "./undone-entries.ts";

export const previewUndo = endpoint({
  method: "GET",
  path: "/v1/adminAudit/events/:sequence/undo",
  summary:
    "Whether the caller can undo the change that an entry is part of, why not, and what it would do; changes nothing",
  params: UndoParams,
  answer: UndoPreview,
  handle: async ({ actor, params: { sequence }, now }, context) => {
    const { database } = context.store;
    const undone = await findUndone(database, actor, sequence);
    if (!undone.ok) return undone;
    const planned = await planUndo(database, undone.value, { actor, at: now });
    const entries = { change: undone.value[0]?.change ?? sequence, entries: undone.value.length };
    if (!planned.ok) return ok({ ...entries, ...(await toRefused(context, actor, planned.error)) });
    const obstacle = await rehearse(context, actor, { undone: undone.value, plan: planned.value });
    if (obstacle) return ok({ ...entries, ...(await toRefused(context, actor, [obstacle])) });
    const seen = await previewPlan(context, actor, planned.value, now);
    return ok({ ...entries, possible: true, reasons: [], ...seen });
  },
});

interface Undo {
  readonly undone: readonly LedgerEntry[];
  readonly plan: PlannedUndo;
}

/** Performs the commands and rolls back; gives why they are refused, or null. Settings are decided already. */
async function rehearse(
  { store, clock, config }: Context,
  actor: Actor,
  undo: Undo,
): Promise<UndoObstacle | null> {
  if (undo.plan.commands.length === 0) return null;
  const by = { actor: toActorReference(actor), now: clock, quotas: config.quotas };
  const done = await rehearseChange(store, by, (change) => performUndo(change, actor, undo));
  return done.ok ? null : { refusal: done.error, entries: undo.undone.length, later: null };
}

async function toRefused(
  context: Context,
  actor: Actor,
  obstacles: readonly UndoObstacle[],
): Promise<Pick<UndoPreview, "possible" | "reasons">> {
  const actors = obstacles.flatMap(({ later }) => later?.actor ?? []);
  await context.follower.catchUp();
  const show = await showActors(context, context.store.database, actor, actors);
  const reasons = obstacles.map(({ refusal: { code, message }, entries, later }) => ({
    code,
    message,
    entries,
    ...(later && {
      later: { sequence: later.sequence, created: later.at as Instant, actor: show(later.actor) },
    }),
  }));
  return { possible: false, reasons };
}
