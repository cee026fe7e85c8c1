import { type Calendar, type CalendarEntry, toCalendar } from "../../src/catalog/calendar.ts";
import type { Instant } from "../../src/instant.ts";
import type { ConfiguredPartner, Scene } from "../../src/policy/editability.ts";
import type { Moment } from "../../src/policy/history.ts";
import {
  type Cascade,
  type OrganizationSettings,
  toCascade,
  UNCONFIGURED_PARTNER,
  type UserSettings,
} from "../../src/policy/settings.ts";
import type { Organization, User } from "../../src/tenancy/organization.ts";

/** Everything there is after one change; never changed itself, so that it can be kept. */
export interface PolicyWorld {
  readonly partners: ReadonlyMap<string, ConfiguredPartner>;
  readonly organizations: ReadonlyMap<string, ConfiguredOrganization>;
  readonly users: ReadonlyMap<string, ConfiguredUser>;
  readonly releases: ReadonlyMap<string, CalendarEntry>;
}

export interface ConfiguredOrganization {
  readonly organization: Organization;
  readonly settings: OrganizationSettings;
}

export interface ConfiguredUser {
  readonly user: User;
  readonly settings: UserSettings;
}

/** The world from an instant on: one line of the ledger, with all that followed from it. */
export interface Recorded {
  readonly at: Instant;
  readonly world: PolicyWorld;
}

export const EMPTY_WORLD: PolicyWorld = {
  partners: new Map(),
  organizations: new Map(),
  users: new Map(),
  releases: new Map(),
};

/** A copy of a map with one entry set. */
export function having<Value>(
  map: ReadonlyMap<string, Value>,
  key: string,
  value: Value,
): ReadonlyMap<string, Value> {
  return new Map(map).set(key, value);
}

export function sceneOf(world: PolicyWorld, organizationId: string): Scene | null {
  const found = world.organizations.get(organizationId);
  if (!found) return null;
  const partners = found.organization.partnerIds.flatMap((id) => world.partners.get(id) ?? []);
  return { ...found, partners };
}

export function calendarOf(world: PolicyWorld): Calendar {
  return toCalendar([...world.releases.values()]);
}

/** What the ledger says of an organization and one of its users, as the fold reads it. */
export function momentsOf(
  past: readonly Recorded[],
  organizationId: string,
  userId: string | null,
): readonly Moment[] {
  return past.map(({ at, world }) => ({
    at,
    cascade: cascadeOf(world, organizationId),
    allowAutomaticUpgrades: switchOf(world, organizationId, userId),
  }));
}

function cascadeOf(world: PolicyWorld, organizationId: string): Cascade | null {
  const found = world.organizations.get(organizationId);
  if (!found) return null;
  return toCascade(
    found.organization.partnerIds,
    found.settings,
    (id) => world.partners.get(id)?.settings ?? UNCONFIGURED_PARTNER,
  );
}

function switchOf(world: PolicyWorld, organizationId: string, userId: string | null): boolean | null {
  const found = userId === null ? undefined : world.users.get(userId);
  return found?.user.organizationId === organizationId ? found.settings.allowAutomaticUpgrades : null;
}
