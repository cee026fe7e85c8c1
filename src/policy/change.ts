import { err, ok, type Refusal, type Result, refuse } from "../result.ts";
import { type Actor, levelOf, toActorReference } from "../tenancy/actor.ts";
import type { Attempt } from "../tenancy/attempt.ts";
import {
  allowsCustomerOverride,
  type ConfiguredPartner,
  mayEditOrganization,
  mayEditPartner,
  type NotEditableReason,
  type Scene,
} from "./editability.ts";
import { scheduleFromLegacy } from "./legacy.ts";
import { governingOf } from "./list-state.ts";
import { resolvePartners } from "./resolve.ts";
import { isSameSchedule, type Schedule } from "./schedule.ts";
import {
  type OrganizationSettings,
  type PartnerSettings,
  type PerOrganizationSettings,
  perOrganizationSettings,
  type SetSchedule,
  toCascade,
  type UserSettings,
} from "./settings.ts";

/** Why a change of settings is refused (R26: a refused change changes nothing). */
export type ChangeRefusal =
  | NotEditableReason
  | "override_is_the_partners"
  | "override_needs_a_partner"
  | "automatic_upgrades_not_available";
type SettingsResult<Settings> = Result<Settings, Refusal<ChangeRefusal>>;

/** A patch of a partner's settings for all its organizations: what is left out stays. */
export interface PartnerChange {
  readonly schedule?: Schedule | null;
  readonly allowCustomerOverride?: boolean;
}

/** A patch of the settings of one organization: what is left out stays. */
export interface OrganizationChange {
  readonly schedule?: Schedule;
  readonly allowCustomerOverride?: boolean;
}

/** R6, R12: saves a partner's default. Returns the same object if nothing differs. */
export function changePartnerSettings(
  { partner, settings: before }: ConfiguredPartner,
  change: PartnerChange,
  attempt: Attempt,
): SettingsResult<PartnerSettings> {
  const { actor, at } = attempt;
  const allowed = mayEditPartner(actor, partner);
  if (!allowed.ok) return allowed;
  const schedule =
    change.schedule === undefined ? before.schedule : setSchedule(before.schedule, change.schedule, attempt);
  const allowCustomerOverride = change.allowCustomerOverride ?? before.allowCustomerOverride;
  if (schedule === before.schedule && allowCustomerOverride === before.allowCustomerOverride)
    return ok(before);
  return ok({ schedule, allowCustomerOverride, updatedAt: at, updatedBy: toActorReference(actor) });
}

/** R7, R8, R9, R12: saves settings for one organization. Returns the same object if nothing differs. */
export function changeOrganizationSettings(
  scene: Scene,
  change: OrganizationChange,
  attempt: Attempt,
): SettingsResult<OrganizationSettings> {
  const { actor } = attempt;
  const allowed = mayEditOrganization(actor, scene);
  if (!allowed.ok) return allowed;
  let settings = scene.settings;
  if (change.allowCustomerOverride !== undefined) {
    const switched = switchOverride(scene, change.allowCustomerOverride, actor);
    if (!switched.ok) return switched;
    settings = switched.value;
  }
  if (change.schedule) settings = saveSchedule({ ...scene, settings }, change.schedule, attempt);
  return ok(keepIfSame(scene.settings, settings));
}

/**
 * R7, R8, R9: saves a schedule. An organization has one schedule: a partner's save replaces what its administrator set.
 * Saving exactly what it inherits leaves it inheriting; an organization that no longer inherits needs an explicit
 * return.
 */
function saveSchedule(scene: Scene, schedule: Schedule, attempt: Attempt): OrganizationSettings {
  const { actor } = attempt;
  const { settings } = scene;
  const { partnerId } = actor;
  const isOwn = settings.own !== null || settings.legacy !== null;
  if (levelOf(actor.role) !== "partner" || partnerId === null) {
    if (!isOwn && isSameSchedule(schedule, inherited(scene, null))) return settings;
    return keepIfSame(settings, {
      ...settings,
      own: setSchedule(settings.own, schedule, attempt),
      legacy: null,
    });
  }
  const current = perOrganizationSettings(settings, partnerId).schedule;
  if (!isOwn && !current && isSameSchedule(schedule, inherited(scene, partnerId))) return settings;
  const patch = { schedule: setSchedule(current, schedule, attempt) };
  return keepIfSame(settings, {
    ...withPerOrganizationSettings(settings, partnerId, patch),
    own: null,
    legacy: null,
  });
}

/** R9: the schedule that an organization inherits; for a partner its own default, or what applies without its word. */
function inherited(scene: Scene, partnerId: string | null): Schedule {
  const own = scene.partners.find(({ partner }) => partner.id === partnerId)?.settings.schedule;
  if (own) return own.schedule;
  const others = scene.partners.filter(({ partner }) => partner.id !== partnerId);
  const settingsOf = new Map(others.map(({ partner, settings }) => [partner.id, settings]));
  const cascade = toCascade(
    [...settingsOf.keys()],
    scene.settings,
    (id) => settingsOf.get(id) as PartnerSettings,
  );
  return resolvePartners(cascade.partners).schedule;
}

/** R9: the explicit return to inheritance, by anybody who may edit. Returns the same object if nothing was set. */
export function returnToInheritance(scene: Scene, actor: Actor): SettingsResult<OrganizationSettings> {
  const allowed = mayEditOrganization(actor, scene);
  if (!allowed.ok) return allowed;
  const settings = { ...scene.settings, own: null, legacy: null };
  if (levelOf(actor.role) !== "partner" || actor.partnerId === null)
    return ok(keepIfSame(scene.settings, settings));
  return ok(
    keepIfSame(scene.settings, withPerOrganizationSettings(settings, actor.partnerId, { schedule: null })),
  );
}

/** R12: sets the override switch for one organization as before a change; null where the partner's own switch applied. */
export function restoreOverride(
  scene: Scene,
  allow: boolean | null,
  actor: Actor,
): SettingsResult<OrganizationSettings> {
  const allowed = mayEditOrganization(actor, scene);
  return allowed.ok ? switchOverride(scene, allow, actor) : allowed;
}

/** R12: sets the override switch for one organization; a partner sets its own, the vendor that of every partner. */
function switchOverride(
  scene: Scene,
  allow: boolean | null,
  actor: Actor,
): SettingsResult<OrganizationSettings> {
  const { settings, partners } = scene;
  switch (levelOf(actor.role)) {
    case "organization":
      return allow === allowsCustomerOverride(scene) ? ok(settings) : err(OVERRIDE_IS_THE_PARTNERS);
    case "partner":
      return ok(
        withPerOrganizationSettings(settings, actor.partnerId ?? "", { allowCustomerOverride: allow }),
      );
    case "vendor":
      if (partners.length === 0) return allow === false ? err(OVERRIDE_NEEDS_A_PARTNER) : ok(settings);
      return ok(
        partners.reduce(
          (all, { partner }) =>
            withPerOrganizationSettings(all, partner.id, { allowCustomerOverride: allow }),
          settings,
        ),
      );
  }
}

const OVERRIDE_IS_THE_PARTNERS = refuse(
  "override_is_the_partners",
  "Only the service provider or the vendor can change whether customers may override; ask one of them.",
);
const OVERRIDE_NEEDS_A_PARTNER = refuse(
  "override_needs_a_partner",
  "No partner serves this organization, so its administrators can always edit (R12); send true, or leave it out.",
);

/** R10: settings without those of partners that no longer serve the organization. */
export function withoutPartners(
  settings: OrganizationSettings,
  partnerIds: readonly string[],
): OrganizationSettings {
  const kept = Object.entries(settings.partners).filter(([partnerId]) => !partnerIds.includes(partnerId));
  return keepIfSame(settings, { ...settings, partners: Object.fromEntries(kept) });
}

/** R24: migrates legacy settings when an administrator of the organization opens them. Idempotent. */
export function migrateLegacy(settings: OrganizationSettings, attempt: Attempt): OrganizationSettings {
  if (!settings.legacy || attempt.actor.role !== "organization_full_admin") return settings;
  const schedule = scheduleFromLegacy(settings.legacy);
  return { ...settings, own: setSchedule(null, schedule, attempt), legacy: null };
}

/** R11: a user's settings, and the scene of the user's organization. */
export interface UserScene {
  readonly scene: Scene;
  readonly settings: UserSettings;
}

/** R11: puts a user on automatic upgrades or takes the user off. Returns the same object if nothing differs. */
export function changeUserSettings(
  { scene, settings: before }: UserScene,
  allowAutomaticUpgrades: boolean,
  { actor, at }: Attempt,
): SettingsResult<UserSettings> {
  const allowed = mayEditOrganization(actor, scene);
  if (!allowed.ok) return allowed;
  if (governingOf(scene).schedule.cadence === "automatic") {
    return err(refuse("automatic_upgrades_not_available", AUTOMATIC_UPGRADES_NOT_AVAILABLE));
  }
  if (allowAutomaticUpgrades === before.allowAutomaticUpgrades) return ok(before);
  return ok({ allowAutomaticUpgrades, updatedAt: at, updatedBy: toActorReference(actor) });
}

/** R11: the sentence of the refusal `automatic_upgrades_not_available`. */
const AUTOMATIC_UPGRADES_NOT_AVAILABLE =
  "The organization is on automatic upgrades already, so the switch has no effect; it is available while its schedule is latest or slow (R11).";

/** A schedule set by the actor now, or `before` if it is the same schedule, so that it keeps its author and time. */
function setSchedule(before: SetSchedule | null, schedule: Schedule, attempt: Attempt): SetSchedule;
function setSchedule(
  before: SetSchedule | null,
  schedule: Schedule | null,
  attempt: Attempt,
): SetSchedule | null;
function setSchedule(
  before: SetSchedule | null,
  schedule: Schedule | null,
  { actor, at }: Attempt,
): SetSchedule | null {
  if (schedule === null) return null;
  if (before && isSameSchedule(before.schedule, schedule)) return before;
  return { schedule, setBy: toActorReference(actor), setAt: at };
}

function withPerOrganizationSettings(
  settings: OrganizationSettings,
  partnerId: string,
  change: Partial<PerOrganizationSettings>,
): OrganizationSettings {
  const merged = { ...perOrganizationSettings(settings, partnerId), ...change };
  const { [partnerId]: _, ...others } = settings.partners;
  const isEmpty = merged.schedule === null && merged.allowCustomerOverride === null;
  return { ...settings, partners: isEmpty ? others : { ...others, [partnerId]: merged } };
}

function keepIfSame(before: OrganizationSettings, after: OrganizationSettings): OrganizationSettings {
  return JSON.stringify(inOrder(before)) === JSON.stringify(inOrder(after)) ? before : after;
}

function inOrder({ own, legacy, partners }: OrganizationSettings): unknown[] {
  return [own, legacy, Object.entries(partners).sort(([a], [b]) => (a < b ? -1 : 1))];
}
