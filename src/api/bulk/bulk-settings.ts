import {
  type DecidedSettings,
  decideSettings,
  recordSettings,
} from "../../commands/organizations/organization-settings.ts";
import { BulkSettingsAnswer, BulkSettingsBody, BulkSettingsQuery } from "../../contract/preview.ts";
import type { Scene } from "../../policy/editability.ts";
import type { Schedule } from "../../policy/schedule.ts";
import { err, ok, type Refusal, type Result, refuse } from "../../result.ts";
import type { Database } from "../../store/database.ts";
import { listOrganizations } from "../../store/tables/scenes.ts";
import type { Attempt } from "../../tenancy/attempt.ts";
import { seesOrganization } from "../../tenancy/permission.ts";
import { notFound } from "../../tenancy/refusals.ts";
import { TimeSlices } from "../../time-slices.ts";
import { change } from "../change.ts";
import { endpoint } from "../endpoint.ts";
import { toPreviewAnswer } from "../preview/preview-answer.ts";
import { previewScenes } from "../preview/preview-scenes.ts";
import { toSettingsCommand } from "../settings-body.ts";
import { findBulkUndo } from "./bulk-undo.ts";

export const bulkSettings = endpoint({
  method: "POST",
  path: "/v1/organizations/bulk-release-settings",
  summary:
    "Give up to 10,000 organizations one schedule, or return them to what they inherit: all of them or none; dryRun=true previews",
  query: BulkSettingsQuery,
  body: BulkSettingsBody,
  answer: BulkSettingsAnswer,
  expectsState: true,
  handle: async ({ actor, query, body, now }, context) => {
    if (query.dryRun) {
      const attempt = { actor, at: now };
      const decided = await decideAll(context.store.database, body, attempt);
      if (!decided.ok) return decided;
      await context.follower.catchUp();
      await context.census.catchUp();
      const seen = previewScenes(context, decided.value, now);
      const preview = await toPreviewAnswer(context, actor, seen, now);
      const undo = await undoOf(decided.value, body, attempt);
      return ok({ dryRun: true, ...counted(decided.value), reversible: undo !== null, preview });
    }
    return change(context, actor, async (transaction) => {
      const attempt = { actor, at: transaction.at };
      const decided = await decideAll(transaction.database, body, attempt);
      if (!decided.ok) return decided;
      await recordSettings(transaction, decided.value);
      const undo = await undoOf(decided.value, body, attempt);
      return ok({
        dryRun: false,
        ...counted(decided.value),
        reversible: undo !== null,
        ...(undo?.organizationIds.length && { undo }),
      });
    });
  },
});

interface Assignment {
  readonly organizationIds: readonly string[];
  readonly schedule: Schedule | "inherit";
}

interface BulkItem extends Assignment {
  readonly also?: readonly Assignment[] | undefined;
  readonly expected?: Schedule | "inherit" | undefined;
}

/** The most refused organizations that one answer names. */
const NAMED = 100;

/**
 * Decides for each organization by the rules of a single change. If one is refused, all are, and the refused ones are
 * named.
 */
async function decideAll(
  database: Database,
  { organizationIds, schedule, also = [], expected }: BulkItem,
  attempt: Attempt,
): Promise<Result<readonly DecidedSettings[], Refusal>> {
  const assignments = [{ organizationIds, schedule }, ...also];
  const ids = assignments.flatMap((assignment) => assignment.organizationIds);
  const byId = await findScenes(database, ids);
  const slices = new TimeSlices();
  const decided: DecidedSettings[] = [];
  const refused: Refusal[] = [];
  for (const assignment of assignments) {
    const asked = { schedule: assignment.schedule, expected };
    for (const id of assignment.organizationIds) {
      const one = decideOne(byId.get(id), asked, attempt);
      if (one.ok) decided.push(one.value);
      else refused.push(refuse(one.error.code, `Organization ${id}: ${one.error.message}`));
      if (slices.isOver) await slices.next();
    }
  }
  const [first] = refused;
  if (!first) return ok(decided);
  const sentences = refused.slice(0, NAMED).map(({ message }) => message);
  return err(refuse(first.code, sentences.join(" ")));
}

/** How many organizations are read at once: what one answer of the database says is taken in without a break. */
const AT_ONCE = 500;

/** The organizations with these ids that there are, by id. */
async function findScenes(database: Database, ids: readonly string[]): Promise<ReadonlyMap<string, Scene>> {
  const byId = new Map<string, Scene>();
  for (let from = 0; from < ids.length; from += AT_ONCE) {
    const some = ids.slice(from, from + AT_ONCE);
    const scenes = await listOrganizations(database, { ids: some, max: some.length });
    for (const scene of scenes) byId.set(scene.organization.id, scene);
  }
  return byId;
}

/** Decides for one organization. Also refuses `changed_meanwhile` if it no longer has what is expected. */
function decideOne(
  scene: Scene | undefined,
  { schedule, expected }: Pick<BulkItem, "schedule" | "expected">,
  attempt: Attempt,
): Result<DecidedSettings, Refusal> {
  if (!scene || !seesOrganization(attempt.actor, scene.organization)) return notFound("organization");
  const { id } = scene.organization;
  if (expected !== undefined) {
    const still = decideSettings(scene, toSettingsCommand(id, { schedule: expected }), attempt);
    if (!still.ok) return still;
    if (still.value !== scene.settings) return err(CHANGED_MEANWHILE);
  }
  const command = toSettingsCommand(id, { schedule });
  const after = decideSettings(scene, command, attempt);
  return after.ok ? ok({ scene, after: after.value, action: command.kind }) : after;
}

const CHANGED_MEANWHILE = refuse(
  "changed_meanwhile",
  "It was changed in the meantime, and nothing was saved; read it again.",
);

/** The change that undoes all of it, or null if none does; a change with several assignments is an undo itself. */
async function undoOf(decided: readonly DecidedSettings[], { also, schedule }: BulkItem, attempt: Attempt) {
  return also?.length ? null : findBulkUndo(decided, schedule, attempt);
}

function counted(all: readonly DecidedSettings[]): { changed: number; unchanged: number } {
  const changed = all.filter(({ scene, after }) => after !== scene.settings).length;
  return { changed, unchanged: all.length - changed };
}
