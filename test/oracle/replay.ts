import type { ActionOf } from "../spec/action.ts";
import { customersMayEdit, fromPartners, migrated, scheduleOf } from "./naive-schedule.ts";
import type { Event, OrganizationRecord, Records, Said } from "./records.ts";
import { replayRelease } from "./replay-release.ts";

/** Does one event to the records, or gives the code with which it is refused (R26: then nothing is done). */
export function replay(records: Records, event: Event): string | null {
  const { action } = event;
  switch (action.action) {
    case "create_partner":
      records.partners[action.partner] = { feature: action.feature, schedule: null, allow: true };
      return null;
    case "change_partner":
      Object.assign(records.partners[action.partner] ?? {}, { feature: action.feature });
      return null;
    case "change_partner_settings":
      return savePartner(records, event, action);
    case "create_organization":
      records.organizations[action.organization] = {
        partners: action.partners,
        own: null,
        legacy: action.legacy ?? null,
        words: {},
      };
      return null;
    case "create_user":
      records.users[action.user] = { organization: action.organization, on: false };
      return null;
    case "change_user_settings":
      return switchUser(records, event, action);
    case "create_release":
    case "change_release":
    case "add_build":
      return replayRelease(records, event, action);
    default:
      return replayOnOrganization(records, event, action);
  }
}

type OnOrganization = ActionOf<
  "change_organization" | "migrate_legacy_settings" | "return_to_inheritance" | "change_organization_settings"
>;

function replayOnOrganization(records: Records, event: Event, action: OnOrganization): string | null {
  const organization = seen(records, event, action.organization);
  if (!organization) return "not_found";
  if (action.action === "change_organization") return setPartners(organization, action.partners);
  if (action.action === "migrate_legacy_settings") return open(organization, event.by.role, event.at);
  const refused = mayEdit(records, event, organization);
  if (refused) return refused;
  if (action.action === "return_to_inheritance") return comeBack(organization, event.by.partner);
  return saveOrganization(records, event, organization, action);
}

function switchUser(records: Records, event: Event, action: ActionOf<"change_user_settings">): string | null {
  const user = records.users[action.user];
  const organization = user && seen(records, event, user.organization);
  if (!user || !organization) return "not_found";
  const refused = mayEdit(records, event, organization);
  if (refused) return refused;
  const isAutomatic = scheduleOf(records, organization).schedule === "automatic";
  if (isAutomatic) return "automatic_upgrades_not_available";
  user.on = action.on;
  return null;
}

function seen(records: Records, { by }: Event, name: string): OrganizationRecord | null {
  const organization = records.organizations[name];
  if (!organization) return null;
  if (by.partner !== null && !organization.partners.includes(by.partner)) return null;
  if (by.organization !== null && by.organization !== name) return null;
  return organization;
}

function mayEdit(records: Records, { by }: Event, organization: OrganizationRecord): string | null {
  if (by.role.endsWith("read_only")) return "role_read_only";
  if (by.partner !== null && !records.partners[by.partner]?.feature) return "feature_off";
  if (by.organization !== null && !customersMayEdit(records, organization)) return "override_not_allowed";
  return null;
}

function savePartner(
  records: Records,
  { at, by }: Event,
  action: ActionOf<"change_partner_settings">,
): string | null {
  const partner = records.partners[action.partner];
  if (!partner || (by.partner !== null && by.partner !== action.partner) || by.organization !== null)
    return "not_found";
  if (by.role.endsWith("read_only")) return "role_read_only";
  if (by.partner !== null && !partner.feature) return "feature_off";
  if (action.schedule !== undefined) partner.schedule = say(partner.schedule, action.schedule, at);
  if (action.allowCustomerOverride !== undefined) partner.allow = action.allowCustomerOverride;
  return null;
}

/** The same words again are no new words. */
function say(before: Said | null, schedule: string | null, at: number): Said | null {
  if (schedule === null) return null;
  return before?.schedule === schedule ? before : { schedule, at };
}

function setPartners(organization: OrganizationRecord, partners: readonly string[]): null {
  organization.partners = partners;
  for (const name of Object.keys(organization.words)) {
    if (!partners.includes(name)) delete organization.words[name];
  }
  return null;
}

function open(organization: OrganizationRecord, role: string, at: number): null {
  if (organization.legacy && role === "organization_full_admin") {
    organization.own = { schedule: migrated(organization.legacy), at };
    organization.legacy = null;
  }
  return null;
}

function comeBack(organization: OrganizationRecord, partner: string | null): null {
  organization.own = null;
  organization.legacy = null;
  const word = partner === null ? undefined : organization.words[partner];
  if (word) word.schedule = null;
  return null;
}

function saveOrganization(
  records: Records,
  { at, by }: Event,
  organization: OrganizationRecord,
  action: ActionOf<"change_organization_settings">,
): string | null {
  const { schedule, allowCustomerOverride: allow } = action;
  const refused = allow === undefined ? null : saveSwitch(records, by, organization, allow);
  if (refused) return refused;
  if (schedule !== undefined) saveSchedule(records, organization, by.partner, schedule, at);
  return null;
}

/** R12: the switch is the partners'; the vendor turns it for all of them, a customer may only repeat what holds. */
function saveSwitch(
  records: Records,
  by: Event["by"],
  organization: OrganizationRecord,
  allow: boolean,
): string | null {
  if (by.partner !== null) {
    wordOf(organization, by.partner).allow = allow;
    return null;
  }
  const isSo = allow === customersMayEdit(records, organization);
  if (by.organization !== null) return isSo ? null : "override_is_the_partners";
  if (organization.partners.length === 0) return isSo ? null : "override_needs_a_partner";
  for (const name of organization.partners) wordOf(organization, name).allow = allow;
  return null;
}

/** R7 to R9. */
function saveSchedule(
  records: Records,
  organization: OrganizationRecord,
  partner: string | null,
  schedule: string,
  at: number,
): void {
  const isSet = organization.own !== null || organization.legacy !== null;
  if (partner === null) {
    if (!isSet && fromPartners(records, organization, null).schedule === schedule) return;
    organization.own = say(organization.own, schedule, at);
  } else {
    const word = wordOf(organization, partner);
    const inherited = records.partners[partner]?.schedule ?? fromPartners(records, organization, partner);
    if (!isSet && word.schedule === null && inherited.schedule === schedule) return;
    word.schedule = say(word.schedule, schedule, at);
    organization.own = null;
  }
  organization.legacy = null;
}

function wordOf(organization: OrganizationRecord, partner: string) {
  organization.words[partner] ??= { schedule: null, allow: null };
  return organization.words[partner];
}
