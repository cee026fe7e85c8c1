import { type ReactNode, useId } from "react";
import { FormattedMessage, useIntl } from "react-intl";
import { ANY } from "../counted/counted-search.ts";
import { NumberLink } from "../counted/number-link.tsx";
import { type Adoption, managedIn } from "../data/adoption.ts";
import type { InstallationsSearch } from "../installations/installations-search.ts";
import styles from "./adoption.module.css";

/** The three main numbers: all installations, those up to date, those behind. */
export function Numbers({ adoption, scope }: { adoption: Adoption; scope: InstallationsSearch }) {
  const { total, current, behind } = adoption;
  const intl = useIntl();
  const managed = managedIn(adoption);
  const share = (part: number) => ({ share: total === 0 ? 0 : part / total });
  return (
    <ul className={styles.numbers} aria-label={intl.formatMessage({ id: "adoption.numbers" })}>
      <Figure count={total} search={scope} label={<FormattedMessage id="adoption.total" />}>
        {managed === 0 ? (
          <FormattedMessage id="adoption.total.about" />
        ) : (
          <FormattedMessage id="adoption.total.about_managed" values={{ managed }} />
        )}
      </Figure>
      <Figure
        count={current}
        search={{ ...scope, current: "true" }}
        label={<FormattedMessage id="adoption.current" />}
      >
        <FormattedMessage id="adoption.current.about" values={share(current)} />
      </Figure>
      <Figure
        count={behind.total}
        search={{ ...scope, behind: ANY }}
        label={<FormattedMessage id="adoption.behind" />}
      >
        <FormattedMessage id="adoption.behind.share" values={share(behind.total)} />
      </Figure>
    </ul>
  );
}

interface FigureProps {
  readonly count: number;
  readonly search: InstallationsSearch;
  readonly label: ReactNode;
  readonly children: ReactNode;
}

function Figure({ count, search, label, children }: FigureProps) {
  const id = useId();
  return (
    <li className={styles.number} aria-labelledby={id}>
      <span id={id}>{label}</span>
      <strong>
        <NumberLink id={`${id}-number`} labelledBy={id} {...{ count, search }} />
      </strong>
      <span className={styles.quiet}>{children}</span>
    </li>
  );
}
