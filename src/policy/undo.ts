import type { Attempt } from "../tenancy/attempt.ts";
import { changeOrganizationSettings, restoreOverride, returnToInheritance } from "./change.ts";
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

/** The settings before and after a change of one organization's settings. */
interface ChangedBetween {
  readonly before: OrganizationSettings;
  readonly after: OrganizationSettings;
}

/**
 * The settings that the same actor can save to restore an organization's settings exactly, with the switch of R12, or null
 * if there are none. `scene` is as it is now, with the settings after the change. Author and time are not restored.
 */
export function restoreSettings(
  scene: Scene,
  { before, after }: ChangedBetween,
  attempt: Attempt,
): OrganizationSettings | null {
  const switched = restoreSwitches({ ...scene, settings: after }, before, attempt);
  if (switched === null) return null;
  const wanted = schedulesText(before);
  if (schedulesText(switched) === wanted) return switched;
  const changed = { ...scene, settings: switched };
  const schedule = findUndo({ ...scene, settings: before }, switched, attempt);
  if (schedule === null) return null;
  const restored =
    schedule === "inherit"
      ? returnToInheritance(changed, attempt.actor)
      : changeOrganizationSettings(changed, { schedule }, attempt);
  return restored.ok && schedulesText(restored.value) === wanted ? restored.value : null;
}

/** The settings with the actor's switches of R12 as they were before, or null if the actor cannot save that. */
function restoreSwitches(
  scene: Scene,
  before: OrganizationSettings,
  { actor }: Attempt,
): OrganizationSettings | null {
  const switches = (settings: OrganizationSettings) =>
    scene.partners.map(({ partner }) => perOrganizationSettings(settings, partner.id).allowCustomerOverride);
  if (JSON.stringify(switches(before)) === JSON.stringify(switches(scene.settings))) return scene.settings;
  const { partnerId } = actor;
  const own = scene.partners.filter(({ partner }) => partnerId === null || partner.id === partnerId);
  const values = own.map(({ partner }) => perOrganizationSettings(before, partner.id).allowCustomerOverride);
  const [value] = values;
  if (value === undefined || values.some((other) => other !== value)) return null;
  const saved = restoreOverride(scene, value, actor);
  return saved.ok ? saved.value : null;
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
