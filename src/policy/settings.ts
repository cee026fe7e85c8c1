import type { Instant } from "../instant.ts";
import type { ActorReference } from "../tenancy/actor.ts";
import type { LegacySettings } from "./legacy.ts";
import type { Schedule } from "./schedule.ts";

/** A schedule that someone set: what, who, when. */
export interface SetSchedule {
  readonly schedule: Schedule;
  readonly setBy: ActorReference;
  readonly setAt: Instant;
}

/** R6, R12: what a partner set for all its organizations. */
export interface PartnerSettings {
  /** The partner's default; null: it configured nothing. */
  readonly schedule: SetSchedule | null;
  readonly allowCustomerOverride: boolean;
  /** The last save; null: never saved. */
  readonly updatedAt: Instant | null;
  readonly updatedBy: ActorReference | null;
}

export const UNCONFIGURED_PARTNER: PartnerSettings = {
  schedule: null,
  allowCustomerOverride: true,
  updatedAt: null,
  updatedBy: null,
};

/** R7, R12: what one partner set for one organization, from the customer view. */
export interface PerOrganizationSettings {
  readonly schedule: SetSchedule | null;
  /** R12: beats the partner's own switch for this organization; null: the partner's counts. */
  readonly allowCustomerOverride: boolean | null;
}

/** Everything that was set for one organization. */
export interface OrganizationSettings {
  /** R8: the organization's own schedule (set by its administrator or the vendor). */
  readonly own: SetSchedule | null;
  /** R7, by partner id. A partner without an entry said nothing for this organization. */
  readonly partners: Readonly<Record<string, PerOrganizationSettings>>;
  /** R24: older settings, not migrated yet. */
  readonly legacy: (LegacySettings & { readonly setAt: Instant }) | null;
}

export const UNCONFIGURED_ORGANIZATION: OrganizationSettings = { own: null, partners: {}, legacy: null };

const SILENT: PerOrganizationSettings = { schedule: null, allowCustomerOverride: null };

export function partnerWord(settings: OrganizationSettings, partnerId: string): PerOrganizationSettings {
  return settings.partners[partnerId] ?? SILENT;
}

/** R11: what was set for one user. */
export interface UserSettings {
  readonly allowAutomaticUpgrades: boolean;
  readonly updatedAt: Instant | null;
  readonly updatedBy: ActorReference | null;
}

export const UNCONFIGURED_USER: UserSettings = {
  allowAutomaticUpgrades: false,
  updatedAt: null,
  updatedBy: null,
};

/** One partner's part in an organization's cascade: its default and what it said for this organization. */
export interface CascadePartner {
  readonly partnerId: string;
  readonly settings: PartnerSettings;
  readonly word: PerOrganizationSettings;
}

/** Everything that decides one organization's schedule: its own settings and those of the partners that serve it. */
export interface Cascade {
  readonly own: SetSchedule | null;
  readonly legacy: OrganizationSettings["legacy"];
  readonly partners: readonly CascadePartner[];
}

/** Gathers the cascade of one organization; `settingsOf` gives a partner's settings by its id. */
export function toCascade(
  partnerIds: readonly string[],
  settings: OrganizationSettings,
  settingsOf: (partnerId: string) => PartnerSettings,
): Cascade {
  return {
    own: settings.own,
    legacy: settings.legacy,
    partners: [...partnerIds].sort().map((partnerId) => ({
      partnerId,
      settings: settingsOf(partnerId),
      word: partnerWord(settings, partnerId),
    })),
  };
}
