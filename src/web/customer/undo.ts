import type { Me } from "../data/me.ts";
import {
  type OrganizationSettings,
  type OrganizationSettingsChange,
  returnToInheritance,
  type SettingsAnswer,
  saveOrganizationSettings,
} from "../data/organization.ts";
import type { Schedule } from "../schedule/schedule.ts";

/** A change of an organization's settings; `inherit` returns to what it inherits. */
export interface CustomerChange {
  schedule?: Schedule | "inherit";
  allowCustomerOverride?: boolean;
}

/** The settings before a change. `ownInConflict` is what the person's own partner set for the organization, or null. */
export interface SettingsBefore {
  readonly settings: OrganizationSettings;
  readonly ownInConflict: Schedule | null;
}

/**
 * The change that undoes another one. A schedule that was set is set again; if the person had set none, a return to what
 * is inherited drops the one set since. Both give the same schedule as before, and the same inheritance.
 */
export function undoChange(before: SettingsBefore, me: Me, change: CustomerChange): CustomerChange {
  return {
    ...(change.schedule !== undefined && { schedule: scheduleBefore(before, me) }),
    ...(change.allowCustomerOverride !== undefined && {
      allowCustomerOverride: before.settings.allowCustomerOverride,
    }),
  };
}

function scheduleBefore({ settings, ownInConflict }: SettingsBefore, me: Me): Schedule | "inherit" {
  const { governing, schedule } = settings;
  switch (governing.code) {
    case "organization_schedule":
    case "legacy_settings":
      return schedule;
    case "partner_organization_schedule":
      return me.partnerId !== undefined && governing.partnerIds.includes(me.partnerId) ? schedule : "inherit";
    case "partners_in_conflict":
      return ownInConflict ?? "inherit";
    case "partner_default":
    case "vendor_default":
      return "inherit";
  }
}

/** Saves a change, returns to what is inherited, or does both. */
export async function applyChange(
  id: string,
  { schedule, allowCustomerOverride }: CustomerChange,
  etag: string | null,
): Promise<SettingsAnswer> {
  const body: OrganizationSettingsChange = {
    ...(schedule !== undefined && schedule !== "inherit" && { schedule }),
    ...(allowCustomerOverride !== undefined && { allowCustomerOverride }),
  };
  if (schedule !== "inherit") return saveOrganizationSettings(id, body, etag);
  if (allowCustomerOverride === undefined) return returnToInheritance(id, etag);
  const saved = await saveOrganizationSettings(id, body, etag);
  return returnToInheritance(id, saved.etag);
}

/** Whether a return to what is inherited would drop anything that this person may drop (R9). */
export function mayReturn({ settings, ownInConflict }: SettingsBefore, me: Me): boolean {
  const { code, partnerIds } = settings.governing;
  if (code === "organization_schedule" || code === "legacy_settings") return true;
  if (me.partnerId === undefined) return false;
  return (
    (code === "partner_organization_schedule" && partnerIds.includes(me.partnerId)) || ownInConflict !== null
  );
}
