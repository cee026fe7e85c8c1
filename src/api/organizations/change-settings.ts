import type { SettingsCommand } from "../../commands/organizations/organization-settings.ts";
import { ok } from "../../result.ts";
import type { Actor } from "../../tenancy/actor.ts";
import { perform } from "../change.ts";
import type { Context } from "../context.ts";
import { toSettingsAnswer } from "./settings-answer.ts";

/**
 * Performs a command about an organization's settings, and answers with the settings as they are once it is in force.
 */
export async function changeSettings(context: Context, actor: Actor, command: SettingsCommand) {
  const saved = await perform(context, actor, command);
  return saved.ok ? ok(await toSettingsAnswer(context, actor, saved.value)) : saved;
}
