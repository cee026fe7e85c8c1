import { BulkSettingsAnswer, BulkSettingsBody, BulkSettingsQuery } from "../../contract/preview.ts";
import type { Instant } from "../../instant.ts";
import type { Scene } from "../../policy/editability.ts";
import type { Schedule } from "../../policy/schedule.ts";
import type { OrganizationSettings } from "../../policy/settings.ts";
import { err, ok, type Refusal, type Result, refuse } from "../../result.ts";
import type { Database } from "../../store/database.ts";
import type { Change } from "../../store/ledger/change.ts";
import { listOrganizations } from "../../store/tables/scenes.ts";
import type { Actor } from "../../tenancy/actor.ts";
import { seesOrganization } from "../../tenancy/permission.ts";
import { change } from "../change.ts";
import { endpoint } from "../endpoint.ts";
import { toPreviewAnswer } from "../preview/preview-answer.ts";
import { type ChangedScene, decideSettings, previewScenes } from "../preview/preview-scenes.ts";
import { notFound } from "../refusals.ts";
import { findBulkUndo } from "./bulk-undo.ts";

export const bulkSettings = endpoint({
  method: "POST",
  path: "/v1/organizations/bulk-release-settings",
  summary:
    "Give up to 10,000 organizations one schedule, or return them to what they inherit: all of them or none; dryRun=true previews",
  query: BulkSettingsQuery,
  body: BulkSettingsBody,
  answer: BulkSettingsAnswer,
  expectsInBody: true,
  handle: async ({ actor, query, body, now }, context) => {
    if (query.dryRun) {
      const changed = await decideAll(context.store.database, actor, body, now);
      if (!changed.ok) return changed;
      await context.follower.catchUp();
      await context.census.catchUp();
      const counts = previewScenes(context, changed.value, now);
      const preview = await toPreviewAnswer(context, actor, counts, now);
      const undo = body.also?.length ? null : findBulkUndo(changed.value, body.schedule, actor, now);
      return ok({ dryRun: true, ...counted(changed.value), reversible: undo !== null, preview });
    }
    return change(context, actor, async (transaction) => {
      const { at } = transaction;
      const changed = await decideAll(transaction.database, actor, body, at);
      if (!changed.ok) return changed;
      await recordAll(transaction, changed.value);
      const undo = body.also?.length ? null : findBulkUndo(changed.value, body.schedule, actor, at);
      return ok({
        ...{ dryRun: false, ...counted(changed.value), reversible: undo !== null },
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

interface BulkDecision extends ChangedScene {
  readonly action: "return_to_inheritance" | "change_organization_settings";
}

/** How many refusals of organizations one answer names. */
const NAMED = 100;

/** Each organization by the rules of a single change; one that refuses refuses all, and those that do are named. */
async function decideAll(
  database: Database,
  actor: Actor,
  { organizationIds, schedule, also = [], expected }: BulkItem,
  at: Instant,
): Promise<Result<readonly BulkDecision[], Refusal>> {
  const assignments = [{ organizationIds, schedule }, ...also];
  const ids = assignments.flatMap((assignment) => assignment.organizationIds);
  const scenes = await listOrganizations(database, { ids, max: ids.length });
  const byId = new Map(scenes.map((scene) => [scene.organization.id, scene]));
  const decided: BulkDecision[] = [];
  const refused: Refusal[] = [];
  for (const assignment of assignments) {
    const asked = { schedule: assignment.schedule, expected };
    const action = asked.schedule === "inherit" ? "return_to_inheritance" : "change_organization_settings";
    for (const id of assignment.organizationIds) {
      const scene = byId.get(id);
      const after = decideOne(scene, asked, actor, at);
      if (!after.ok) refused.push(refuse(after.error.code, `Organization ${id}: ${after.error.message}`));
      else if (scene) decided.push({ scene, after: after.value, action });
    }
  }
  const [first] = refused;
  if (!first) return ok(decided);
  const sentences = refused.slice(0, NAMED).map(({ message }) => message);
  return err(refuse(first.code, sentences.join(" ")));
}

/** Refuses `changed_meanwhile` too: it no longer has what is expected. */
function decideOne(
  scene: Scene | undefined,
  { schedule, expected }: Pick<BulkItem, "schedule" | "expected">,
  actor: Actor,
  at: Instant,
): Result<OrganizationSettings, Refusal> {
  if (!scene || !seesOrganization(actor, scene.organization)) return notFound("organization");
  if (expected !== undefined) {
    const still = decideSettings(scene, { schedule: expected }, actor, at);
    if (!still.ok) return still;
    if (still.value !== scene.settings) return err(CHANGED_MEANWHILE);
  }
  return decideSettings(scene, { schedule }, actor, at);
}

const CHANGED_MEANWHILE = refuse(
  "changed_meanwhile",
  "It was changed in the meantime, and nothing was saved; read it again.",
);

async function recordAll(transaction: Change, decided: readonly BulkDecision[]): Promise<void> {
  const differing = decided.filter(({ scene, after }) => after !== scene.settings);
  await transaction.recordAll(
    differing.map(({ scene: { organization, settings }, after, action }) => ({
      ...{ subject: "organization_settings", id: organization.id, action },
      ...{ before: settings, after },
    })),
  );
}

function counted(all: readonly ChangedScene[]): { changed: number; unchanged: number } {
  const changed = all.filter(({ scene, after }) => after !== scene.settings).length;
  return { changed, unchanged: all.length - changed };
}
