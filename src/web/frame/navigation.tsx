import { Link } from "@tanstack/react-router";
import { FormattedMessage, useIntl } from "react-intl";
import type { Me } from "../data/me.ts";
import { Icon } from "../ui/icon.tsx";
import styles from "./navigation.module.css";
import { navigationPagesOf } from "./navigation-pages.ts";

interface Props {
  readonly me: Me;
  /** Only the icons are shown; a hint names each. */
  readonly isCollapsed: boolean;
  readonly onGo: () => void;
}

/** The navigation at the left. */
export function Navigation({ me, isCollapsed, onGo }: Props) {
  const intl = useIntl();
  const places = navigationPagesOf(me);
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
