import { Link } from "@tanstack/react-router";
import { FormattedMessage, useIntl } from "react-intl";
import type { Action } from "../../tenancy/permission.ts";
import { type Me, mayI } from "../data/me.ts";
import { customerPath, PAGES } from "../paths.ts";
import { Icon } from "../ui/icon.tsx";
import type { IconName } from "../ui/icons.ts";
import styles from "./navigation.module.css";

interface NavigationLink {
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
    | "administrators";
  /** The link is marked as open at this address alone, not at those below it. */
  readonly exact?: boolean;
}

const HUB: readonly NavigationLink[] = [
  { to: PAGES.overview, icon: "home", label: "overview" },
  { to: PAGES.customers, icon: "people", label: "customers" },
  { to: PAGES.releases, icon: "calendar", label: "releases" },
  { to: PAGES.adoption, icon: "analysis", label: "adoption" },
  { to: PAGES.audit, icon: "document", label: "audit" },
  { to: PAGES.people, icon: "user", label: "people" },
  { to: PAGES.settings, icon: "settings", label: "settings" },
];

/** The links for a customer's people, who see their own organization. */
function placesOfOrganization(id: string): readonly NavigationLink[] {
  return [
    { to: customerPath(id), icon: "home", label: "overview", exact: true },
    { to: customerPath(id, "settings"), icon: "settings", label: "settings" },
    { to: customerPath(id, "users"), icon: "people", label: "users" },
    { to: customerPath(id, "people"), icon: "user", label: "administrators" },
    { to: PAGES.releases, icon: "calendar", label: "releases" },
    { to: PAGES.adoption, icon: "analysis", label: "adoption" },
    { to: PAGES.audit, icon: "document", label: "audit" },
  ];
}

interface Props {
  readonly me: Me;
  /** Only the icons are shown; a hint names each. */
  readonly isCollapsed: boolean;
  readonly onGo: () => void;
}

/** What a role must be allowed so that a place is shown to it. */
const NEEDS: Partial<Record<NavigationLink["label"], Action>> = {
  audit: "read_audit",
  people: "manage_administrators",
  administrators: "manage_administrators",
};

/** The navigation at the left, with the places that are open to the person. */
export function Navigation({ me, isCollapsed, onGo }: Props) {
  const intl = useIntl();
  const all = me.organizationId === undefined ? HUB : placesOfOrganization(me.organizationId);
  const places = all.filter(({ label }) => {
    const needed = NEEDS[label];
    return needed === undefined || mayI(me, needed);
  });
  return (
    <ul className={styles.places}>
      {places.map(({ to, icon, label, exact }) => (
        <li key={to}>
          <Link
            to={to}
            className={styles.place ?? ""}
            activeProps={{ className: `${styles.place} ${styles.here}`, "aria-current": "page" }}
            activeOptions={{ exact: exact ?? false, includeSearch: false }}
            onClick={onGo}
            title={isCollapsed ? intl.formatMessage({ id: `frame.place.${label}` }) : undefined}
          >
            <Icon name={icon} />
            <span className={styles.label}>
              <FormattedMessage id={`frame.place.${label}`} />
            </span>
          </Link>
        </li>
      ))}
    </ul>
  );
}
