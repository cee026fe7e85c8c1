import { Link } from "@tanstack/react-router";
import type { ReactNode } from "react";
import styles from "./trail.module.css";

interface Tab {
  readonly to: string;
  readonly label: ReactNode;
  readonly exact?: boolean;
}

/** The parts of one thing, each with an address of its own. */
export function TabLinks({ label, tabs }: { label: string; tabs: readonly Tab[] }) {
  return (
    <nav aria-label={label}>
      <ul className={styles.tabs}>
        {tabs.map((tab) => (
          <li key={tab.to}>
            <Link
              to={tab.to}
              className={styles.tab ?? ""}
              activeProps={{ className: `${styles.tab} ${styles.open}`, "aria-current": "page" }}
              activeOptions={{ exact: tab.exact ?? false, includeSearch: false }}
            >
              {tab.label}
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  );
}
