import type { ReactNode } from "react";
import styles from "./banner.module.css";
import { Icon } from "./icon.tsx";

const ICON = { info: "info", good: "done", warning: "warning", bad: "warning" } as const;

interface Props {
  readonly tone?: keyof typeof ICON;
  readonly title?: ReactNode;
  readonly children?: ReactNode;
  readonly action?: ReactNode;
  /** Screen readers read it out as soon as it appears: for what went wrong just now. */
  readonly isUrgent?: boolean;
}

/** A notice about what is below it. */
export function Banner({ tone = "info", title, children, action, isUrgent }: Props) {
  return (
    <div className={`${styles.banner} ${styles[tone]}`} role={isUrgent ? "alert" : "note"}>
      <Icon name={ICON[tone]} />
      <div className={styles.text}>
        {title && <p className={styles.title}>{title}</p>}
        {children}
      </div>
      {action}
    </div>
  );
}
