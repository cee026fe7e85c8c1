import { findVisibleScene } from "../../commands/organizations/find-visible-scene.ts";
import type { Instant } from "../../instant.ts";
import type { Scene } from "../../policy/editability.ts";
import type { OrganizationSettings } from "../../policy/settings.ts";
import { ok, type Refusal, type Result } from "../../result.ts";
import type { Actor } from "../../tenancy/actor.ts";
import { notFound } from "../../tenancy/refusals.ts";
import { change } from "../change.ts";
import type { Context } from "../context.ts";
import { toSettingsAnswer } from "./settings-answer.ts";

/**
 * One change of an organization's settings: load, change by the policy, save with its ledger entry where anything differs,
 * and answer with the settings as they are then.
 */
export async function changeSettings(
  context: Context,
  actor: Actor,
  id: string,
  action: string,
  changed: (scene: Scene, at: Instant) => Result<OrganizationSettings, Refusal>,
) {
  const saved = await change(context, actor, async (transaction) => {
    const scene = await findVisibleScene(transaction.database, actor, id);
    if (!scene) return notFound("organization");
    const settings = changed(scene, transaction.at);
    if (!settings.ok) return settings;
    const [before, after] = [scene.settings, settings.value];
    if (after !== before) {
      await transaction.record({ subject: "organization_settings", id, action, before, after });
    }
    return ok({ scene: { ...scene, settings: after }, at: transaction.at });
  });
  return saved.ok ? ok(await toSettingsAnswer(context, actor, saved.value.scene, saved.value.at)) : saved;
}
