import { BulkSettingsAnswer, BulkSettingsBody, BulkSettingsQuery } from "../../contract/preview.ts";
import type { Instant } from "../../instant.ts";
import type { Schedule } from "../../policy/schedule.ts";
import { err, ok, type Refusal, type Result, refuse } from "../../result.ts";
import type { Change } from "../../store/change.ts";
import type { Database } from "../../store/database.ts";
import { listOrganizations } from "../../store/scenes.ts";
import type { Actor } from "../../tenancy/actor.ts";
import { seesOrganization } from "../../tenancy/permission.ts";
import { change } from "../change.ts";
import { endpoint } from "../endpoint.ts";
import { notFound } from "../refusals.ts";
import { toPreviewAnswer } from "./preview-answer.ts";
import { type ChangedScene, decideSettings, previewScenes } from "./preview-scenes.ts";

export const bulkSettings = endpoint({
  method: "POST",
  path: "/v1/organizations/bulk-release-settings",
  summary:
    "Give up to 10,000 organizations one schedule, or return them to what they inherit: all of them or none; dryRun=true previews",
  query: BulkSettingsQuery,
  body: BulkSettingsBody,
  answer: BulkSettingsAnswer,
  handle: async ({ actor, query, body, now }, context) => {
    if (query.dryRun) {
      const changed = await decideAll(context.store.database, actor, body, now);
      if (!changed.ok) return changed;
      await context.follower.catchUp();
      const counts = previewScenes(context, changed.value, now);
      const preview = await toPreviewAnswer(context, actor, counts, now);
      return ok({ dryRun: true, ...counted(changed.value), preview });
    }
    return change(context, actor, async (transaction) => {
      const changed = await decideAll(transaction.database, actor, body, transaction.at);
      if (!changed.ok) return changed;
      const action = body.schedule === "inherit" ? "return_to_inheritance" : "change_organization_settings";
      await recordAll(transaction, changed.value, action);
      return ok({ dryRun: false, ...counted(changed.value) });
    });
  },
});

interface Asked {
  readonly organizationIds: readonly string[];
  readonly schedule: Schedule | "inherit";
}

/** Each organization by the rules of a single change; the first one that refuses refuses all, and is named. */
async function decideAll(
  database: Database,
  actor: Actor,
  { organizationIds: ids, schedule }: Asked,
  at: Instant,
): Promise<Result<readonly ChangedScene[], Refusal>> {
  const scenes = await listOrganizations(database, { ids, max: ids.length });
  const byId = new Map(scenes.map((scene) => [scene.organization.id, scene]));
  const changed: ChangedScene[] = [];
  for (const id of ids) {
    const scene = byId.get(id);
    const isSeen = scene !== undefined && seesOrganization(actor, scene.organization);
    const after = isSeen ? decideSettings(scene, { schedule }, actor, at) : notFound("organization");
    if (!after.ok) return err(refuse(after.error.code, `Organization ${id}: ${after.error.message}`));
    if (scene) changed.push({ scene, after: after.value });
  }
  return ok(changed);
}

async function recordAll(
  transaction: Change,
  changed: readonly ChangedScene[],
  action: string,
): Promise<void> {
  for (const { scene, after } of changed) {
    if (after === scene.settings) continue;
    const { id } = scene.organization;
    await transaction.record({ subject: "organization_settings", id, action, before: scene.settings, after });
  }
}

function counted(all: readonly ChangedScene[]): { changed: number; unchanged: number } {
  const changed = all.filter(({ scene, after }) => after !== scene.settings).length;
  return { changed, unchanged: all.length - changed };
}
