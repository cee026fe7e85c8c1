import type { Me } from "../data/me.ts";
import { customerPath, PAGES } from "../paths.ts";
import type { IconName } from "../ui/icons.ts";

/** A page of the navigation. */
export interface Place {
  readonly to: string;
  readonly icon: IconName;
  readonly label: "overview" | "customers" | "releases" | "adoption" | "audit" | "settings" | "users" | "why";
  /** The link is marked as open at this address alone, not at those below it. */
  readonly exact?: boolean;
}

const HUB: readonly Place[] = [
  { to: PAGES.overview, icon: "home", label: "overview" },
  { to: PAGES.customers, icon: "people", label: "customers" },
  { to: PAGES.releases, icon: "calendar", label: "releases" },
  { to: PAGES.adoption, icon: "analysis", label: "adoption" },
  { to: PAGES.audit, icon: "document", label: "audit" },
  { to: PAGES.settings, icon: "settings", label: "settings" },
];

/** The pages for a customer's people, who see their own organization. */
function placesOfOrganization(id: string): readonly Place[] {
  return [
    { to: customerPath(id), icon: "home", label: "overview", exact: true },
    { to: customerPath(id, "settings"), icon: "settings", label: "settings" },
    { to: customerPath(id, "users"), icon: "people", label: "users" },
    { to: customerPath(id, "why"), icon: "help", label: "why" },
    { to: PAGES.releases, icon: "calendar", label: "releases" },
    { to: PAGES.adoption, icon: "analysis", label: "adoption" },
    { to: PAGES.audit, icon: "document", label: "audit" },
  ];
}

/** The pages that a person goes to from everywhere. Help desks have no audit. */
export function placesOf(me: Me): readonly Place[] {
  const all = me.organizationId === undefined ? HUB : placesOfOrganization(me.organizationId);
  return all.filter(({ label }) => label !== "audit" || me.role !== "partner_help_desk");
}
