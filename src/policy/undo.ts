import type { Attempt } from "../tenancy/attempt.ts";
import { changeOrganizationSettings, returnToInheritance } from "./change.ts";
import type { Scene } from "./editability.ts";
import type { Schedule } from "./schedule.ts";
import { type OrganizationSettings, perOrganizationSettings } from "./settings.ts";

/**
 * What the same actor can save to restore an organization's settings: `scene` is from before the change, `after` are
 * the settings after it. Null if nothing that the actor can save restores them exactly, such as when a partner replaced
 * what the customer's administrator had set. Author and time are not restored: the undo is a change of its own.
 */
export function findUndo(
  scene: Scene,
  after: OrganizationSettings,
  attempt: Attempt,
): Schedule | "inherit" | null {
  const { actor } = attempt;
  const { settings } = scene;
  const changed = { ...scene, settings: after };
  const before =
    actor.partnerId === null ? settings.own : perOrganizationSettings(settings, actor.partnerId).schedule;
  const wanted = schedulesText(settings);
  const returned = returnToInheritance(changed, actor);
  if (returned.ok && schedulesText(returned.value) === wanted) return "inherit";
  if (!before) return null;
  const saved = changeOrganizationSettings(changed, { schedule: before.schedule }, attempt);
  return saved.ok && schedulesText(saved.value) === wanted ? before.schedule : null;
}

/** Settings as text, without who set them and when. */
function schedulesText({ own, legacy, partners }: OrganizationSettings): string {
  const schedules = Object.entries(partners).map(([id, one]) => [
    id,
    one.schedule?.schedule,
    one.allowCustomerOverride,
  ]);
  return JSON.stringify([own?.schedule, legacy, schedules.sort()]);
}
