import { type ReactNode, useId } from "react";
import { FormattedMessage, useIntl } from "react-intl";
import { NumberLink } from "../counted/number-link.tsx";
import type { InstallationsSearch } from "../installations/installations-search.ts";
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
  /** The limits of the list of these installations, or undefined if there is no such list. */
  readonly search?: InstallationsSearch | undefined;
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
  const id = useId();
  return (
    <div className={table.scroll}>
      <table className={`${table.table} ${table.cards} ${styles.counts}`}>
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
          {rows.map(({ key, name, about, installations, isApart = false, search }) => (
            <tr key={key}>
              <th scope="row">
                <span id={`${id}${key}`}>{name}</span>
                {about && <span className={styles.quiet}>{about}</span>}
              </th>
              <td className={table.number} data-column={intl.formatMessage({ id: "adoption.installations" })}>
                {search ? (
                  <NumberLink
                    id={`${id}${key}-number`}
                    labelledBy={`${id}${key}`}
                    count={installations}
                    search={search}
                  />
                ) : (
                  intl.formatNumber(installations)
                )}
              </td>
              {isApart ? (
                <td />
              ) : (
                <td data-column={intl.formatMessage({ id: "adoption.share" })}>
                  <ShareOf part={installations} whole={total} />
                </td>
              )}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
