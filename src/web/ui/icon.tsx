import styles from "./icon.module.css";
import { DIRECTED, ICONS, type IconName } from "./icons.ts";

/** An icon beside a text that says the same; screen readers ignore it. */
export function Icon({ name, size = "normal" }: { name: IconName; size?: "small" | "normal" | "large" }) {
  return (
    <svg
      className={`${styles.icon} ${styles[size]} ${DIRECTED.has(name) ? styles.directed : ""}`}
      viewBox="0 0 32 32"
      aria-hidden="true"
      focusable="false"
    >
      {ICONS[name].map((path) => (
        <path key={path} d={path} />
      ))}
    </svg>
  );
}
