import { type ReactNode, useEffect } from "react";
import { HelpLink } from "./help-link.tsx";
import styles from "./page.module.css";

interface Props {
  readonly title: string;
  /** Badges beside the title. */
  readonly badges?: ReactNode;
  readonly about?: ReactNode;
  /** Above the title, such as breadcrumbs. */
  readonly above?: ReactNode;
  readonly actions?: ReactNode;
  readonly children: ReactNode;
}

/** A page with a title, which is also that of the browser's tab. */
export function Page({ title, badges, about, above, actions, children }: Props) {
  useEffect(() => {
    document.title = `${title} · Partner Hub`;
  }, [title]);
  return (
    <div className={styles.page}>
      <header className={styles.header}>
        <div className={styles.titles}>
          {above}
          <h1>
            {title} {badges}
          </h1>
          {about && <p className={styles.about}>{about}</p>}
        </div>
        <div className={styles.actions}>
          {actions}
          <HelpLink />
        </div>
      </header>
      {children}
    </div>
  );
}
