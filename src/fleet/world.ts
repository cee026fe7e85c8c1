import { type Calendar, toCalendar } from "../catalog/calendar.ts";
import type { Instant } from "../instant.ts";
import {
  beginOrganization,
  beginUser,
  changeOrganization,
  changeUser,
  governedOf,
  type OrganizationState,
  type UserState,
} from "../policy/organization-state.ts";
import {
  type Cascade,
  type OrganizationSettings,
  type PartnerSettings,
  toCascade,
  UNCONFIGURED_ORGANIZATION,
  UNCONFIGURED_PARTNER,
} from "../policy/settings.ts";
import type { LedgerEntry } from "../store/ledger-table.ts";
import type { Organization } from "../tenancy/organization.ts";
import { CalendarLog } from "./calendar-log.ts";
import { Directory } from "./directory.ts";
import { NOBODY, type Place, Places } from "./place.ts";

/** An organization in memory: what decides its schedule, and how it stands. */
export interface FleetOrganization {
  organization: Organization;
  settings: OrganizationSettings;
  state: OrganizationState | null;
  /** The users of this organization whose switch was ever saved (R11); null: none. */
  userIds: Set<string> | null;
}

interface FleetUser {
  readonly organizationId: string;
  allowAutomaticUpgrades: boolean;
  state: UserState | null;
  place: Place | null;
}

/**
 * Every organization's standing, kept up to date by one transaction of the ledger after another. It says at each point
 * what `policy/history` would say from the whole ledger; only users whose switch was ever saved are held.
 */
export class World {
  readonly places = new Places();
  /** Every organization's place by its id; one that exists no more is where nobody is (0). */
  readonly directory = new Directory();
  readonly organizations = new Map<string, FleetOrganization>();
  readonly users = new Map<string, FleetUser>();
  readonly #partners = new Map<string, PartnerSettings>();
  readonly #served = new Map<string, Set<FleetOrganization>>();
  readonly #log = new CalendarLog();
  calendar: Calendar = [];
  sequence = 0;

  /** The organizations that a partner serves. */
  servedBy(partnerId: string): ReadonlySet<FleetOrganization> {
    return this.#served.get(partnerId) ?? new Set();
  }

  partnerSettings(partnerId: string): PartnerSettings {
    return this.#partners.get(partnerId) ?? UNCONFIGURED_PARTNER;
  }

  /** Takes the entries of one transaction, in order. */
  apply(entries: readonly LedgerEntry[]): void {
    const affected = new Set<string>();
    for (const entry of entries) {
      this.#take(entry, affected);
      this.sequence = entry.sequence;
    }
    const at = entries[0]?.at;
    if (at === undefined) return;
    for (const organizationId of affected) this.#restate(organizationId, at);
    if (this.#log.isStale) {
      this.calendar = toCalendar(this.#log.entries());
      this.places.clearAnswers();
    }
  }

  #take(entry: LedgerEntry, affected: Set<string>): void {
    switch (entry.subject) {
      case "partner_settings":
        this.#partners.set(entry.id, entry.after ?? UNCONFIGURED_PARTNER);
        for (const { organization } of this.servedBy(entry.id)) affected.add(organization.id);
        return;
      case "organization":
        this.#takeOrganization(entry.id, entry.after);
        affected.add(entry.id);
        return;
      case "organization_settings": {
        const known = this.organizations.get(entry.id);
        if (known) known.settings = entry.after ?? UNCONFIGURED_ORGANIZATION;
        affected.add(entry.id);
        return;
      }
      case "user":
        if (!entry.after) this.#forgetUser(entry.id);
        return;
      case "user_settings": {
        const organizationId = this.#takeSwitch(
          entry.id,
          entry.after?.allowAutomaticUpgrades ?? false,
          entry,
        );
        if (organizationId) affected.add(organizationId);
        return;
      }
      case "release":
      case "build":
        this.#log.take(entry);
        return;
      case "partner":
      case "token":
      case "forecast_link":
      case "administrator":
        return;
    }
  }

  #takeOrganization(id: string, after: Organization | null): void {
    const known = this.organizations.get(id);
    if (known) {
      for (const partnerId of known.organization.partnerIds) this.#served.get(partnerId)?.delete(known);
    }
    if (!after) {
      for (const userId of known?.userIds ?? []) this.users.delete(userId);
      this.organizations.delete(id);
      this.directory.setValueAt(this.directory.add(id), NOBODY);
      return;
    }
    const taken = known ?? newOrganization(after);
    taken.organization = after;
    if (!known) this.organizations.set(id, taken);
    for (const partnerId of after.partnerIds) {
      const served = this.#served.get(partnerId);
      if (served) served.add(taken);
      else this.#served.set(partnerId, new Set([taken]));
    }
  }

  #takeSwitch(
    userId: string,
    allowAutomaticUpgrades: boolean,
    { organizationId }: LedgerEntry,
  ): string | null {
    const owner = this.organizations.get(organizationId ?? "");
    if (!owner || organizationId === null) return null;
    const known = this.users.get(userId);
    if (known) known.allowAutomaticUpgrades = allowAutomaticUpgrades;
    else this.users.set(userId, { organizationId, allowAutomaticUpgrades, state: null, place: null });
    owner.userIds = (owner.userIds ?? new Set()).add(userId);
    return organizationId;
  }

  #forgetUser(userId: string): void {
    const user = this.users.get(userId);
    if (user) this.organizations.get(user.organizationId)?.userIds?.delete(userId);
    this.users.delete(userId);
  }

  #restate(organizationId: string, at: Instant): void {
    const known = this.organizations.get(organizationId);
    if (!known) return;
    const before = known.state;
    const cascade = this.#cascadeOf(known);
    const state = before ? changeOrganization(before, cascade, at) : beginOrganization(cascade, at);
    const place = this.places.placeOf(governedOf(state, null));
    // One standing object for all that stand alike: less memory, and a preview tells them apart by it.
    known.state = { ...state, standing: place.standing };
    this.directory.setValueAt(this.directory.add(organizationId), place.number);
    for (const userId of known.userIds ?? []) {
      const user = this.users.get(userId);
      if (!user) continue;
      user.state = changeUser(
        user.state ?? beginUser(before ?? state),
        state,
        user.allowAutomaticUpgrades,
        at,
      );
      user.place = this.places.placeOf(governedOf(state, user.state));
    }
  }

  #cascadeOf({ organization, settings }: FleetOrganization): Cascade {
    return toCascade(organization.partnerIds, settings, (id) => this.partnerSettings(id));
  }
}

function newOrganization(organization: Organization): FleetOrganization {
  return { organization, settings: UNCONFIGURED_ORGANIZATION, state: null, userIds: null };
}
