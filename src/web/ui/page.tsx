import { type ReactNode, useEffect } from "react";
import styles from "./page.module.css";

interface Props {
  readonly title: string;
  /** Beside the title: words on the thing that the page shows. */
  readonly badges?: ReactNode;
  readonly about?: ReactNode;
  /** Over the title: the way back. */
  readonly above?: ReactNode;
  readonly actions?: ReactNode;
  readonly children: ReactNode;
}

/** A page: its title is that of the browser's tab too. */
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
        {actions && <div className={styles.actions}>{actions}</div>}
      </header>
      {children}
    </div>
  );
}
