import styles from "./code-text.module.css";

/** A text as it is written in a file; long lines go on below, so that whole addresses are seen, and long texts scroll. */
export function CodeText({ label, children }: { label: string; children: string }) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by the keyboard
    <section className={styles.text} tabIndex={0} aria-label={label} data-type="code">
      <pre>{children}</pre>
    </section>
  );
}
