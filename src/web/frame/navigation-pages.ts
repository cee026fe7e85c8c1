import type { Action } from "../../tenancy/permission.ts";
import { type Me, mayI } from "../data/me.ts";
import { customerPath, PAGES } from "../paths.ts";
import type { IconName } from "../ui/icons.ts";

/** A page of the navigation. */
export interface NavigationPage {
  readonly to: string;
  readonly icon: IconName;
  readonly label:
    | "overview"
    | "customers"
    | "releases"
    | "adoption"
    | "audit"
    | "settings"
    | "users"
    | "people"
    | "administrators"
    | "why";
  /** The link is marked as open at this address alone, not at those below it. */
  readonly exact?: boolean;
}

const HUB: readonly NavigationPage[] = [
  { to: PAGES.overview, icon: "home", label: "overview" },
  { to: PAGES.customers, icon: "people", label: "customers" },
  { to: PAGES.releases, icon: "calendar", label: "releases" },
  { to: PAGES.adoption, icon: "analysis", label: "adoption" },
  { to: PAGES.audit, icon: "document", label: "audit" },
  { to: PAGES.people, icon: "user", label: "people" },
  { to: PAGES.settings, icon: "settings", label: "settings" },
];

/** The pages for a customer's people, who see their own organization. */
function pagesOfOrganization(id: string): readonly NavigationPage[] {
  return [
    { to: customerPath(id), icon: "home", label: "overview", exact: true },
    { to: customerPath(id, "settings"), icon: "settings", label: "settings" },
    { to: customerPath(id, "users"), icon: "people", label: "users" },
    { to: customerPath(id, "people"), icon: "user", label: "administrators" },
    { to: customerPath(id, "why"), icon: "help", label: "why" },
    { to: PAGES.releases, icon: "calendar", label: "releases" },
    { to: PAGES.adoption, icon: "analysis", label: "adoption" },
    { to: PAGES.audit, icon: "document", label: "audit" },
  ];
}

/** What a role must be allowed so that a page is shown to it. */
const NEEDS: Partial<Record<NavigationPage["label"], Action>> = {
  audit: "read_audit",
  people: "manage_administrators",
  administrators: "manage_administrators",
};

/** The pages that a person goes to from everywhere: those that are open to the role. */
export function navigationPagesOf(me: Me): readonly NavigationPage[] {
  const all = me.organizationId === undefined ? HUB : pagesOfOrganization(me.organizationId);
  return all.filter(({ label }) => {
    const needed = NEEDS[label];
    return needed === undefined || mayI(me, needed);
  });
}
