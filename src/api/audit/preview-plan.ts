import { decidePartnerSettings } from "../../commands/partners/change-partner-settings.ts";
import { decideReleaseChange } from "../../commands/releases/change-release.ts";
import type { PlannedUndo } from "../../commands/undo/plan-undo.ts";
import type { UndoPreview } from "../../contract/audit.ts";
import type { Instant } from "../../instant.ts";
import type { Actor } from "../../tenancy/actor.ts";
import type { Context } from "../context.ts";
import { toPreviewAnswer } from "../preview/preview-answer.ts";
import { previewScenes } from "../preview/preview-scenes.ts";
import { toReleasePreview } from "../releases/release-preview.ts";

/**
 * The ordinary preview of what an undo changes: of schedules, or of one release; empty for names and what else decides
 * nothing for installations.
 */
export async function previewPlan(
  context: Context,
  actor: Actor,
  { settings, commands }: PlannedUndo,
  now: Instant,
): Promise<Pick<UndoPreview, "preview" | "release">> {
  await context.follower.catchUp();
  await context.census.catchUp();
  if (settings.length > 0) {
    return { preview: await toPreviewAnswer(context, actor, previewScenes(context, settings, now), now) };
  }
  const [command] = commands;
  if (!command || commands.length > 1) return {};
  const { database } = context.store;
  if (command.kind === "change_release") {
    const decided = await decideReleaseChange(database, command, now);
    return decided.ok ? { release: await toReleasePreview(context, decided.value.after, now) } : {};
  }
  if (command.kind !== "change_partner_settings") return {};
  const decided = await decidePartnerSettings(database, { actor, at: now }, command);
  if (!decided.ok) return {};
  const watch = context.fleet.watchExpiries(now);
  const after = decided.value.after.settings;
  const counts = context.fleet.previewPartnerDefault(command.id, after, now, watch);
  return { preview: await toPreviewAnswer(context, actor, { counts, expiries: watch.result() }, now) };
}
