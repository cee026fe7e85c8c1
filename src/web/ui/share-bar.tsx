import styles from "./share-bar.module.css";

/** A share of a whole as a bar; the text beside it says the same, so screen readers ignore it. */
export function ShareBar({ part, whole }: { part: number; whole: number }) {
  const share = whole === 0 ? 0 : Math.min(1, part / whole);
  return (
    <svg
      className={styles.bar}
      viewBox="0 0 100 6"
      preserveAspectRatio="none"
      aria-hidden="true"
      focusable="false"
    >
      <rect className={styles.ground} width="100" height="6" />
      <rect className={styles.part} width={100 * share} height="6" />
    </svg>
  );
}
