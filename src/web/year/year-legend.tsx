import type { ReactNode } from "react";
import { FormattedMessage } from "react-intl";
import { hatchOf } from "../charts/hatches.tsx";
import { MARK_OF, MARKS, OUTLINES } from "./event-marks.ts";
import styles from "./year.module.css";
import type { CustomerYear } from "./year-shapes.ts";

interface Props {
  readonly events: CustomerYear["events"];
  readonly hasPlanned: boolean;
  /** The beginning of the ids of the patterns. */
  readonly id: string;
}

/** What the bars and marks of a year are; only those marks that are drawn. */
export function YearLegend({ events, hasPlanned, id }: Props) {
  const drawn = new Set(events.map(({ kind }) => MARK_OF[kind]));
  return (
    <ul className={styles.legend}>
      <Entry drawing={<rect className={styles.offered} y="3" width="24" height="10" rx="3" />}>
        <FormattedMessage id="customer.year.legend.offered" />
      </Entry>
      {hasPlanned && (
        <Entry
          drawing={
            <>
              <rect className={styles.planned} x="1" y="3" width="22" height="10" rx="3" />
              <rect
                className={styles.hatched}
                x="1"
                y="3"
                width="22"
                height="10"
                rx="3"
                fill={hatchOf(id, 0)}
              />
            </>
          }
        >
          <FormattedMessage id="customer.year.legend.planned" />
        </Entry>
      )}
      {MARKS.filter((mark) => drawn.has(mark)).map((mark) => (
        <Entry
          key={mark}
          drawing={<path className={styles.mark} transform="translate(12 8)" d={OUTLINES[mark]} />}
        >
          <FormattedMessage id={`customer.year.mark.${mark}`} />
        </Entry>
      ))}
    </ul>
  );
}

function Entry({ drawing, children }: { drawing: ReactNode; children: ReactNode }) {
  return (
    <li>
      <svg width="24" height="16" aria-hidden="true" focusable="false">
        {drawing}
      </svg>
      {children}
    </li>
  );
}
