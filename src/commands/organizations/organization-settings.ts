import {
  changeOrganizationSettings as changed,
  migrateLegacy,
  type OrganizationChange,
  returnToInheritance,
} from "../../policy/change.ts";
import type { Scene } from "../../policy/editability.ts";
import { enterLegacy } from "../../policy/enter-legacy.ts";
import type { LegacySettings } from "../../policy/legacy.ts";
import type { OrganizationSettings } from "../../policy/settings.ts";
import { ok, type Refusal, type Result } from "../../result.ts";
import type { Change } from "../../store/ledger/change.ts";
import type { Attempt } from "../../tenancy/attempt.ts";
import { may } from "../../tenancy/permission.ts";
import { notAllowed, notFound } from "../../tenancy/refusals.ts";
import type { Definition } from "../definition.ts";
import { findVisibleScene } from "./find-visible-scene.ts";

/** R7, R8, R12: sets one organization's schedule, or whether its administrators may edit it. */
export interface ChangeOrganizationSettings {
  readonly kind: "change_organization_settings";
  readonly id: string;
  readonly change: OrganizationChange;
}

/** R9: returns an organization to what it inherits. */
export interface ReturnToInheritance {
  readonly kind: "return_to_inheritance";
  readonly id: string;
}

/** R24: opens Organization Settings, which migrates legacy settings if an administrator of the organization does it. */
export interface MigrateLegacySettings {
  readonly kind: "migrate_legacy_settings";
  readonly id: string;
}

/** R23: enters an organization's settings in the older feature, as one line of an import. */
export interface ImportLegacySettings extends LegacySettings {
  readonly kind: "import_legacy_settings";
  readonly id: string;
}

/** The commands that change only the settings of one organization. */
export type SettingsCommand =
  | ChangeOrganizationSettings
  | ReturnToInheritance
  | MigrateLegacySettings
  | ImportLegacySettings;

/** The settings after a command, or its refusal; the same object if nothing differs. Records nothing. */
export function decideSettings(
  scene: Scene,
  command: SettingsCommand,
  attempt: Attempt,
): Result<OrganizationSettings, Refusal> {
  switch (command.kind) {
    case "change_organization_settings":
      return changed(scene, command.change, attempt);
    case "return_to_inheritance":
      return returnToInheritance(scene, attempt.actor);
    case "migrate_legacy_settings":
      return ok(migrateLegacy(scene.settings, attempt));
    case "import_legacy_settings":
      return enterLegacy(scene, command, attempt);
  }
}

/** An organization, its settings after a command, and the command's action code. */
export interface DecidedSettings {
  readonly scene: Scene;
  readonly after: OrganizationSettings;
  readonly action: string;
}

/** Records the settings of many organizations in few statements, with one ledger entry for each that differs. */
export async function recordSettings(change: Change, decided: readonly DecidedSettings[]): Promise<void> {
  const differing = decided.filter(({ scene, after }) => after !== scene.settings);
  const records = differing.map(({ scene: { organization, settings: before }, after, action }) => {
    return { subject: "organization_settings", id: organization.id, action, before, after } as const;
  });
  const [first] = records;
  if (first && records.length === 1) await change.record(first);
  else await change.recordAll(records);
}

/** An organization with its settings after a change, and the instant of the change. */
export interface ChangedSettings extends Pick<Attempt, "at"> {
  readonly scene: Scene;
}

export const changeSettings: Definition<SettingsCommand, ChangedSettings> = {
  perform: async (change, attempt, command) => {
    const scene = await findVisibleScene(change.database, attempt.actor, command.id);
    if (!scene) return notFound("organization");
    const settings = decideSettings(scene, command, attempt);
    if (!settings.ok) return settings;
    const after = settings.value;
    await recordSettings(change, [{ scene, after, action: command.kind }]);
    return ok({ scene: { ...scene, settings: after }, at: attempt.at });
  },
};

/** R23: like {@link changeSettings}, but a role that may not do it is refused before anything is loaded. */
export const importLegacySettings: Definition<ImportLegacySettings, ChangedSettings> = {
  ...changeSettings,
  permit: (actor) => (may(actor, "manage_organizations") ? ok(true) : notAllowed("add legacy settings")),
};
