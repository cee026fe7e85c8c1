import { Link, useLocation } from "@tanstack/react-router";
import { type ReactNode, useEffect, useRef } from "react";
import styles from "./trail.module.css";

interface Tab {
  readonly to: string;
  readonly label: ReactNode;
  readonly exact?: boolean;
}

/** Tabs of one thing, each with its own address. */
export function TabLinks({ label, tabs }: { label: string; tabs: readonly Tab[] }) {
  const list = useOpenInSight();
  return (
    <nav aria-label={label}>
      <ul ref={list} className={styles.tabs}>
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

/** Scrolls the open tab into sight where not all of them fit beside each other. */
function useOpenInSight() {
  const list = useRef<HTMLUListElement>(null);
  const { pathname } = useLocation();
  // biome-ignore lint/correctness/useExhaustiveDependencies: another address has another one open
  useEffect(() => {
    const open = list.current?.querySelector('[aria-current="page"]')?.getBoundingClientRect();
    if (!list.current || !open) return;
    const { left, width } = list.current.getBoundingClientRect();
    list.current.scrollBy({ left: open.left + open.width / 2 - left - width / 2 });
  }, [pathname]);
  return list;
}
