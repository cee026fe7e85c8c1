import type { ReactNode } from "react";
import { FormattedMessage, useIntl } from "react-intl";
import table from "../ui/table.module.css";
import styles from "./adoption.module.css";
import { ShareOf } from "./share-of.tsx";

export interface CountRow {
  readonly key: string;
  readonly name: ReactNode;
  readonly about?: ReactNode;
  readonly installations: number;
  /** Whether it is counted apart, so that it is no part of the total. */
  readonly isApart?: boolean;
}

interface Props {
  /** The heading of the column of names. */
  readonly heading: ReactNode;
  readonly rows: readonly CountRow[];
  readonly total: number;
}

/** A table of counts, each with its share of the total, unless it is counted apart. */
export function CountTable({ heading, rows, total }: Props) {
  const intl = useIntl();
  return (
    <div className={table.scroll}>
      <table className={`${table.table} ${styles.counts}`}>
        <thead>
          <tr>
            <th scope="col">{heading}</th>
            <th scope="col" className={table.number}>
              <FormattedMessage id="adoption.installations" />
            </th>
            <th scope="col">
              <FormattedMessage id="adoption.share" />
            </th>
          </tr>
        </thead>
        <tbody>
          {rows.map(({ key, name, about, installations, isApart = false }) => (
            <tr key={key}>
              <th scope="row">
                {name}
                {about && <span className={styles.quiet}>{about}</span>}
              </th>
              <td className={table.number}>{intl.formatNumber(installations)}</td>
              <td>{!isApart && <ShareOf part={installations} whole={total} />}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
