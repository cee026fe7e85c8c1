import { type ReactNode, useEffect } from "react";
import { FormattedMessage, useIntl } from "react-intl";
import { useConfiguration } from "../data/configuration.ts";
import { SupportLink } from "../ui/support-link.tsx";
import { Preferences } from "./preferences.tsx";
import styles from "./sign-in.module.css";

/** The card of the pages for people who are not signed in yet, with what they may choose below it. */
export function Card({ title, about, children }: { title: string; about?: ReactNode; children: ReactNode }) {
  const intl = useIntl();
  const { supportUrl } = useConfiguration();
  const tab = intl.formatMessage({ id: "sign_in.title" });
  useEffect(() => {
    document.title = `${tab} · Partner Hub`;
  }, [tab]);
  return (
    <main className={styles.page}>
      <div className={styles.card}>
        <p className={styles.brand}>Partner Hub</p>
        <h1>{title}</h1>
        {about && <p className={styles.about}>{about}</p>}
        {children}
        {supportUrl !== null && (
          <p>
            <SupportLink>
              <FormattedMessage id="frame.support" />
            </SupportLink>
          </p>
        )}
        <Preferences />
      </div>
    </main>
  );
}
