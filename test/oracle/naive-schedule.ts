import type { OrganizationRecord, Records, Said } from "./records.ts";

/** Which rule decides, and the schedule in its short form. */
export interface Decided {
  readonly rule: string;
  readonly schedule: string;
}

/** R6 to R8, R10, R24: what an organization gets. */
export function scheduleOf(records: Records, organization: OrganizationRecord): Decided {
  if (organization.own) return { rule: "organization_schedule", schedule: organization.own.schedule };
  if (organization.legacy) return { rule: "legacy_settings", schedule: migrated(organization.legacy) };
  return fromPartners(records, organization, null);
}

/** R10: what its partners say together, one of them left out or none (null). */
export function fromPartners(
  records: Records,
  organization: OrganizationRecord,
  without: string | null,
): Decided {
  let latest: (Said & { rule: string }) | null = null;
  for (const name of [...organization.partners].sort()) {
    const said = name === without ? null : wordOf(records, organization, name);
    if (!said) continue;
    if (latest && latest.schedule !== said.schedule) {
      return { rule: "partners_in_conflict", schedule: "automatic" };
    }
    if (!latest || said.at > latest.at) latest = said;
  }
  return latest ?? { rule: "vendor_default", schedule: "automatic" };
}

/** A partner's word: what it said for this organization, else what it said for all, else nothing. */
function wordOf(
  records: Records,
  organization: OrganizationRecord,
  name: string,
): (Said & { rule: string }) | null {
  const forThisOne = organization.words[name]?.schedule;
  if (forThisOne) return { ...forThisOne, rule: "partner_organization_schedule" };
  const forAll = records.partners[name]?.schedule;
  return forAll ? { ...forAll, rule: "partner_default" } : null;
}

/** R23: one month is latest, three months is slow, the weeks within today's limits. */
export function migrated(legacy: { frequency: string; weeks: number }): string {
  const weeks = Math.max(0, legacy.weeks);
  return legacy.frequency === "one_month" ? `latest:${Math.min(4, weeks)}` : `slow:${Math.min(12, weeks)}`;
}

/** R14: 0 is the fastest. */
export function slowness(schedule: string): number {
  if (schedule.startsWith("automatic")) return 0;
  return schedule.startsWith("latest") ? 1 : 2;
}

/** R12: every partner must allow; what it says for this organization counts before what it says for all. */
export function customersMayEdit(records: Records, organization: OrganizationRecord): boolean {
  for (const name of organization.partners) {
    const allowed = organization.words[name]?.allow ?? records.partners[name]?.allow;
    if (allowed === false) return false;
  }
  return true;
}
