import guide from "virtual:guide";
import { Link } from "@tanstack/react-router";
import { FormattedMessage, useIntl } from "react-intl";
import { useLanguage } from "../language/language-provider.tsx";
import { PAGES } from "../paths.ts";
import { Page } from "../ui/page.tsx";
import styles from "./guide.module.css";

/** The guide to Partner Hub, in English, beside its table of contents. */
export function GuidePage() {
  const intl = useIntl();
  const { locale } = useLanguage();
  const about = locale === "en" ? undefined : <FormattedMessage id="guide.language" />;
  return (
    <Page title={intl.formatMessage({ id: "frame.place.guide" })} about={about}>
      <div className={styles.guide}>
        <nav className={styles.contents} aria-label={intl.formatMessage({ id: "guide.contents" })}>
          <ul lang="en" dir="ltr">
            {guide.headings.map(({ text, anchor, depth }) => (
              <li key={anchor} className={depth === 2 ? styles.chapter : styles.part}>
                <Link to={PAGES.guide} hash={anchor} activeOptions={{ includeHash: true }}>
                  {text}
                </Link>
              </li>
            ))}
          </ul>
        </nav>
        <article
          lang="en"
          dir="ltr"
          className={styles.text}
          // biome-ignore lint/security/noDangerouslySetInnerHtml: made from our own document when the page is built
          dangerouslySetInnerHTML={{ __html: guide.html }}
        />
      </div>
    </Page>
  );
}
