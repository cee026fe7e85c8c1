import { type ReactNode, useId } from "react";
import { FormattedMessage, useIntl } from "react-intl";
import { type Adoption, managedIn } from "../data/adoption.ts";
import styles from "./adoption.module.css";

/** The three main numbers: all installations, those up to date, those behind. */
export function Numbers({ adoption }: { adoption: Adoption }) {
  const { total, current, behind } = adoption;
  const intl = useIntl();
  const managed = managedIn(adoption);
  const share = (part: number) => ({ share: total === 0 ? 0 : part / total });
  return (
    <ul className={styles.numbers} aria-label={intl.formatMessage({ id: "adoption.numbers" })}>
      <Figure count={total} label={<FormattedMessage id="adoption.total" />}>
        {managed === 0 ? (
          <FormattedMessage id="adoption.total.about" />
        ) : (
          <FormattedMessage id="adoption.total.about_managed" values={{ managed }} />
        )}
      </Figure>
      <Figure count={current} label={<FormattedMessage id="adoption.current" />}>
        <FormattedMessage id="adoption.current.about" values={share(current)} />
      </Figure>
      <Figure count={behind.total} label={<FormattedMessage id="adoption.behind" />}>
        <FormattedMessage id="adoption.behind.share" values={share(behind.total)} />
      </Figure>
    </ul>
  );
}

function Figure({ count, label, children }: { count: number; label: ReactNode; children: ReactNode }) {
  const intl = useIntl();
  const id = useId();
  return (
    <li className={styles.number} aria-labelledby={id}>
      <span id={id}>{label}</span>
      <strong>{intl.formatNumber(count)}</strong>
      <span className={styles.quiet}>{children}</span>
    </li>
  );
}
