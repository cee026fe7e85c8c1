import type { ReactNode } from "react";
import { FormattedMessage, useIntl } from "react-intl";
import { Banner } from "../ui/banner.tsx";
import { CopyButton } from "../ui/copy-button.tsx";
import styles from "./people.module.css";

interface Props {
  /** What the secret is, such as an invitation link. */
  readonly label: string;
  readonly secret: string;
  /** What to do with it, and until when it works. */
  readonly children: ReactNode;
}

/** A secret that is shown once, with a button that copies it. */
export function ShownOnce({ label, secret, children }: Props) {
  const intl = useIntl();
  return (
    <>
      <Banner tone="warning" title={<FormattedMessage id="people.once" />}>
        <p>{children}</p>
      </Banner>
      <section className={styles.list} aria-label={label}>
        <p>{label}</p>
        <code className={styles.secret}>{secret}</code>
        <div>
          <CopyButton text={secret} label={intl.formatMessage({ id: "people.copy" }, { what: label })}>
            <FormattedMessage id="people.copy" values={{ what: label }} />
          </CopyButton>
        </div>
      </section>
    </>
  );
}
