import { type ReactNode, useId } from "react";
import styles from "./section.module.css";

/** One part of a page: its title at the left, its content at the right. */
export function Section({
  title,
  about,
  children,
}: {
  title: ReactNode;
  about?: ReactNode;
  children: ReactNode;
}) {
  const id = useId();
  return (
    <section className={styles.section} aria-labelledby={id}>
      <div className={styles.about}>
        <h2 id={id}>{title}</h2>
        {about && <p>{about}</p>}
      </div>
      <div className={styles.controls}>{children}</div>
    </section>
  );
}

/** A list of terms with their values, such as "Set by: Northwind Telecom"; entries of null or false are left out. */
export function Facts({ facts }: { facts: readonly (readonly [ReactNode, ReactNode] | null | false)[] }) {
  const shown = facts.filter((fact) => fact !== null && fact !== false);
  return (
    <dl className={styles.facts}>
      {shown.map(([word, what], at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the words of a list stay in their places
        <div key={at}>
          <dt>{word}</dt>
          <dd>{what}</dd>
        </div>
      ))}
    </dl>
  );
}
