import { FREQUENCIES, type LegacySettings } from "../policy/legacy.ts";
import { NO_NUMBERS } from "../tenancy/customer-number.ts";
import type { Organization, User } from "../tenancy/organization.ts";
import { PARTNER_FEATURES, type Partner } from "../tenancy/partner.ts";
import type { Chance } from "./chance.ts";
import type { Span, Wish } from "./simulation-wish.ts";

/** The partners, organizations and users at the beginning. Nothing is set yet, except legacy settings. */
export interface Settlement {
  readonly partners: readonly Partner[];
  readonly organizations: readonly Settler[];
  readonly users: readonly User[];
}

/** R24: an organization, with its legacy settings or null if it has none. */
export interface Settler {
  readonly organization: Organization;
  readonly legacy: LegacySettings | null;
}

const ORGANIZATIONS_A_PARTNER = 50;

/**
 * Random partners, organizations (most with one partner, some with two or none) and a pilot user in a quarter of them.
 */
export function settle(chance: Chance, wish: Wish, { settledAt: createdAt }: Span): Settlement {
  const count = Math.max(2, Math.round(wish.organizations / ORGANIZATIONS_A_PARTNER));
  const partners = Array.from({ length: count }, (_, index) => {
    return { id: chance.uuid(), name: `Partner ${index + 1}`, features: PARTNER_FEATURES, createdAt };
  });
  const organizations = Array.from({ length: wish.organizations }, (_, index): Settler => {
    const name = `Organization ${index + 1}`;
    const id = chance.uuid();
    const partnerIds = servedBy(chance, partners);
    const organization = { id, name, partnerIds, customerNumbers: NO_NUMBERS, createdAt };
    return { organization, legacy: chance.percent(5) ? legacy(chance) : null };
  });
  const users = organizations
    .filter(() => chance.percent(25))
    .map(({ organization: { id: organizationId } }): User => {
      const id = chance.uuid();
      return { id, organizationId, displayName: "Pilot", email: `${id}@example.com`, createdAt };
    });
  return { partners, organizations, users };
}

function servedBy(chance: Chance, partners: readonly Partner[]): readonly string[] {
  const count = chance.pick([0, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 2, 2, 2]);
  return [...new Set(Array.from({ length: count }, () => chance.pick(partners).id))];
}

function legacy(chance: Chance): LegacySettings {
  return { frequency: chance.pick(FREQUENCIES), weeks: chance.between(0, 14) };
}
