import type { Instant } from "../instant.ts";
import type { ActorReference } from "../tenancy/actor.ts";
import type { LegacySettings } from "./legacy.ts";
import type { Schedule } from "./schedule.ts";

/** A schedule, with who set it and when. */
export interface SetSchedule {
  readonly schedule: Schedule;
  readonly setBy: ActorReference;
  readonly setAt: Instant;
}

/** R6, R12: what a partner set for all its organizations. */
export interface PartnerSettings {
  /** The partner's default, or null if it set none. */
  readonly schedule: SetSchedule | null;
  readonly allowCustomerOverride: boolean;
  /** The time of the last save, or null if it was never saved. */
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
  /** R12: the override switch for this organization, or null if the partner's own applies. */
  readonly allowCustomerOverride: boolean | null;
}

/** Everything that was set for one organization. */
export interface OrganizationSettings {
  /** R8: the organization's own schedule (set by its administrator or the vendor). */
  readonly own: SetSchedule | null;
  /** R7: by partner id. A partner without an entry set nothing for this organization. */
  readonly partners: Readonly<Record<string, PerOrganizationSettings>>;
  /** R24: legacy settings that are not migrated yet, or null if there are none. */
  readonly legacy: (LegacySettings & { readonly setAt: Instant }) | null;
}

export const UNCONFIGURED_ORGANIZATION: OrganizationSettings = { own: null, partners: {}, legacy: null };

const NOTHING_SET: PerOrganizationSettings = { schedule: null, allowCustomerOverride: null };

/** What a partner set for one organization; without an entry, nothing. */
export function perOrganizationSettings(
  settings: OrganizationSettings,
  partnerId: string,
): PerOrganizationSettings {
  return settings.partners[partnerId] ?? NOTHING_SET;
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

/** One partner's part in an organization's cascade: its default and what it set for this organization. */
export interface CascadePartner {
  readonly partnerId: string;
  readonly settings: PartnerSettings;
  readonly perOrganization: PerOrganizationSettings;
}

/** Everything that decides one organization's schedule: its own settings and those of the partners that serve it. */
export interface Cascade {
  readonly own: SetSchedule | null;
  readonly legacy: OrganizationSettings["legacy"];
  readonly partners: readonly CascadePartner[];
}

/** The cascade of one organization; `settingsOf` returns a partner's settings by its id. */
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
      perOrganization: perOrganizationSettings(settings, partnerId),
    })),
  };
}
