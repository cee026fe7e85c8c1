import { err, ok, type Refusal, type Result, refuse } from "../result.ts";
import type { Attempt } from "../tenancy/attempt.ts";
import { mayEditOrganization, type NotEditableReason, type Scene } from "./editability.ts";
import type { LegacySettings } from "./legacy.ts";
import { isInState } from "./list-state.ts";
import type { OrganizationSettings } from "./settings.ts";

type EnterLegacyRefusal = NotEditableReason | "own_schedule_exists";

/**
 * R23, R24: enters an organization's legacy settings, to be migrated later. Refuses `own_schedule_exists` if it or a
 * partner set a schedule for it already, which is newer. Returns the same object if nothing differs.
 */
export function enterLegacy(
  scene: Scene,
  { frequency, weeks }: LegacySettings,
  { actor, at }: Attempt,
): Result<OrganizationSettings, Refusal<EnterLegacyRefusal>> {
  const allowed = mayEditOrganization(actor, scene);
  if (!allowed.ok) return allowed;
  const { settings } = scene;
  if (isInState(scene, "own")) return err(OWN_SCHEDULE_EXISTS);
  if (settings.legacy?.frequency === frequency && settings.legacy.weeks === weeks) return ok(settings);
  return ok({ ...settings, legacy: { frequency, weeks, setAt: at } });
}

const OWN_SCHEDULE_EXISTS = refuse(
  "own_schedule_exists",
  "This organization already has its own schedule; legacy settings are only for one that has none, so leave it out.",
);
