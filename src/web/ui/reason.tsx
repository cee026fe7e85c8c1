import type { ReactNode } from "react";
import styles from "./field.module.css";
import { Icon } from "./icon.tsx";

/** The reason why something cannot be changed, beside it. */
export function Reason({ children }: { children: ReactNode }) {
  return (
    <span className={styles.reason}>
      <Icon name="lock" size="small" />
      <span>{children}</span>
    </span>
  );
}
