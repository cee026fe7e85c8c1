import { FREQUENCIES, type LegacySettings } from "../policy/legacy.ts";
import type { Organization, User } from "../tenancy/organization.ts";
import { PARTNER_FEATURES, type Partner } from "../tenancy/partner.ts";
import type { Chance } from "./chance.ts";
import type { Span, Wish } from "./random-change.ts";

/** Who is there when the simulation begins. Nobody has set anything yet, but for older settings. */
export interface Settlement {
  readonly partners: readonly Partner[];
  readonly organizations: readonly Settler[];
  readonly users: readonly User[];
}

/** An organization, with its older settings if it has some (R24). */
export interface Settler {
  readonly organization: Organization;
  readonly legacy: LegacySettings | null;
}

const ORGANIZATIONS_A_PARTNER = 50;

/** Partners, organizations (one in eight with two partners, some with none) and users who may run ahead. */
export function settle(chance: Chance, wish: Wish, { settledAt: createdAt }: Span): Settlement {
  const count = Math.max(2, Math.round(wish.organizations / ORGANIZATIONS_A_PARTNER));
  const partners = Array.from({ length: count }, (_, index) => {
    return { id: chance.uuid(), name: `Partner ${index + 1}`, features: PARTNER_FEATURES, createdAt };
  });
  const organizations = Array.from({ length: wish.organizations }, (_, index): Settler => {
    const name = `Organization ${index + 1}`;
    const organization = { id: chance.uuid(), name, partnerIds: servedBy(chance, partners), createdAt };
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
