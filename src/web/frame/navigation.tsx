import { Link } from "@tanstack/react-router";
import { FormattedMessage, useIntl } from "react-intl";
import type { Me } from "../data/me.ts";
import { customerPath, PAGES } from "../paths.ts";
import { Icon } from "../ui/icon.tsx";
import type { IconName } from "../ui/icons.ts";
import styles from "./navigation.module.css";

interface NavigationLink {
  readonly to: string;
  readonly icon: IconName;
  readonly label: "overview" | "customers" | "releases" | "adoption" | "audit" | "settings" | "users";
  /** The link is marked as open at this address alone, not at those below it. */
  readonly exact?: boolean;
}

const HUB: readonly NavigationLink[] = [
  { to: PAGES.overview, icon: "home", label: "overview" },
  { to: PAGES.customers, icon: "people", label: "customers" },
  { to: PAGES.releases, icon: "calendar", label: "releases" },
  { to: PAGES.adoption, icon: "analysis", label: "adoption" },
  { to: PAGES.audit, icon: "document", label: "audit" },
  { to: PAGES.settings, icon: "settings", label: "settings" },
];

/** The links for a customer's people, who see their own organization. */
function placesOfOrganization(id: string): readonly NavigationLink[] {
  return [
    { to: customerPath(id), icon: "home", label: "overview", exact: true },
    { to: customerPath(id, "settings"), icon: "settings", label: "settings" },
    { to: customerPath(id, "users"), icon: "people", label: "users" },
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

/** The navigation at the left. Help desks have no audit. */
export function Navigation({ me, isCollapsed, onGo }: Props) {
  const intl = useIntl();
  const all = me.organizationId === undefined ? HUB : placesOfOrganization(me.organizationId);
  const places = all.filter(({ label }) => label !== "audit" || me.role !== "partner_help_desk");
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
