import { allowsCustomerOverride, type Scene } from "./editability.ts";
import { resolve } from "./resolve.ts";
import { type OrganizationSettings, toCascade, UNCONFIGURED_PARTNER } from "./settings.ts";

/**
 * The states by which a list of organizations can be filtered. Each organization has one of `inherits`, `own` (a
 * schedule was set for it alone: R7, R8) and `legacy` (legacy settings: R24); `conflict` (R10) and `locked` (R12: its
 * administrators cannot edit) are independent of these.
 */
export const LIST_STATES = ["inherits", "own", "conflict", "locked", "legacy"] as const;
export type ListState = (typeof LIST_STATES)[number];

/** R9: whether no schedule was set for it, neither by itself nor by a partner from the customer view. */
export function inherits({ own, legacy, partners }: OrganizationSettings): boolean {
  return !own && !legacy && Object.values(partners).every((one) => one.schedule === null);
}

export function isInState(scene: Scene, state: ListState): boolean {
  const { settings } = scene;
  switch (state) {
    case "inherits":
      return inherits(settings);
    case "own":
      return !inherits(settings) && !settings.legacy;
    case "legacy":
      return settings.legacy !== null;
    case "locked":
      return !allowsCustomerOverride(scene);
    case "conflict":
      return governingOf(scene).conflict !== null;
  }
}

/** What governs the organization of a scene. */
export function governingOf({ organization, settings, partners }: Scene) {
  const byId = new Map(partners.map((one) => [one.partner.id, one.settings]));
  return resolve(toCascade(organization.partnerIds, settings, (id) => byId.get(id) ?? UNCONFIGURED_PARTNER));
}
