import type { ReactNode } from "react";
import { FormattedMessage } from "react-intl";
import { MAX_DEFERRAL_WEEKS } from "../../policy/schedule.ts";
import type { Level } from "./hierarchy-level.ts";
import styles from "./timeline.module.css";
import { diamond, flag } from "./timeline-row.tsx";

interface Props {
  readonly hasDates: boolean;
  /** Whether there are dates that count only once somebody resumes or publishes the release. */
  readonly hasHollow: boolean;
  readonly level: Level;
}

/** The legend of the timeline. */
export function TimelineLegend({ hasDates, hasHollow, level }: Props) {
  const weeks = { latest: MAX_DEFERRAL_WEEKS.latest, slow: MAX_DEFERRAL_WEEKS.slow };
  return (
    <ul className={styles.legend}>
      <Entry drawing={<circle className={styles.mark} cx={8} cy={8} r={5} />}>
        <FormattedMessage id="releases.automatic_at" />
      </Entry>
      <Entry drawing={<rect className={styles.latest} x={0} y={5} width={24} height={6} rx={3} />}>
        <FormattedMessage id="releases.legend.latest" values={weeks} />
      </Entry>
      <Entry drawing={<path className={styles.mark} d={diamond(8, 8)} />}>
        <FormattedMessage id="releases.slow_at" />
      </Entry>
      <Entry drawing={<rect className={styles.slow} x={1} y={5} width={22} height={6} rx={3} />}>
        <FormattedMessage id="releases.legend.slow" values={weeks} />
      </Entry>
      {hasDates && (
        <Entry drawing={<path className={styles.own} d={flag(8, 13)} />}>
          <FormattedMessage id={`releases.dates.${level}`} />
        </Entry>
      )}
      {hasHollow && (
        <Entry drawing={<path className={`${styles.own} ${styles.hollow}`} d={flag(8, 13)} />}>
          <FormattedMessage id="releases.legend.once" />
        </Entry>
      )}
    </ul>
  );
}

function Entry({ drawing, children }: { drawing: ReactNode; children: ReactNode }) {
  return (
    <li>
      <svg width={24} height={16} aria-hidden="true" focusable="false">
        {drawing}
      </svg>
      {children}
    </li>
  );
}
