import { planUndo, type UndoObstacle } from "../../commands/undo/plan-undo.ts";
import { performUndo } from "../../commands/undo/undo-change.ts";
import { UndoAnswer, UndoParams } from "../../contract/audit.ts";
import { err, type Refusal, refuse } from "../../result.ts";
import { actorInWords } from "../../tenancy/shown-actor.ts";
import { type ShowActor, showActors } from "../actors/show-actors.ts";
import { change } from "../change.ts";
import { endpoint } from "../endpoint.ts";
import { findUndone } from "./undone-entries.ts";

export const undoChange = endpoint({
  method: "POST",
  path: "/v1/adminAudit/events/:sequence/undo",
  summary:
    "Undo the change that an entry is part of, by the ordinary commands and with the caller's rights: all of it that the caller may read, or nothing",
  params: UndoParams,
  expectsState: true,
  answer: UndoAnswer,
  handle: async ({ actor, params: { sequence } }, context) => {
    // Entries never change, so they are read before the ledger is locked.
    const undone = await findUndone(context.store.database, actor, sequence);
    if (!undone.ok) return undone;
    return change(context, actor, async (transaction) => {
      const { database, at } = transaction;
      const plan = await planUndo(database, undone.value, { actor, at });
      if (plan.ok) return performUndo(transaction, actor, { undone: undone.value, plan: plan.value });
      const later = plan.error.flatMap((one) => one.later?.actor ?? []);
      return err(toRefusal(plan.error, await showActors(context, database, actor, later)));
    });
  },
});

/** All obstacles as one refusal, with the code of the first. */
function toRefusal(obstacles: readonly UndoObstacle[], show: ShowActor): Refusal {
  const [first] = obstacles;
  if (!first) throw new Error("an undo that is not possible has an obstacle");
  const sentences = obstacles.map(({ refusal, entries, later }) => {
    const by = later
      ? ` It was changed by ${actorInWords(show(later.actor))} with entry ${later.sequence}.`
      : "";
    const many = entries > 1 ? ` (${entries} records)` : "";
    return `${refusal.message}${many}${by}`;
  });
  return refuse(first.refusal.code, sentences.join(" "));
}
