import { FormattedMessage, useIntl } from "react-intl";
import table from "../ui/table.module.css";
import styles from "./adoption.module.css";
import { DayText } from "./day-text.tsx";
import type { History } from "./history.ts";
import { VersionName } from "./version-name.tsx";

/** The numbers of the chart as a table, the last day first. */
export function HistoryTable({ history: { days, series } }: { history: History }) {
  const intl = useIntl();
  const label = intl.formatMessage({ id: "adoption.history.table" });
  const rows = days.map((day, at) => ({ day, at })).reverse();
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls is reached by keyboard
    <section className={styles.tall} tabIndex={0} aria-label={label}>
      <table className={table.table}>
        <thead>
          <tr>
            <th scope="col">
              <FormattedMessage id="adoption.history.day" />
            </th>
            {series.map(({ key }) => (
              <th key={key} scope="col" className={table.number}>
                <VersionName version={key} />
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map(({ day, at }) => (
            <tr key={day}>
              <th scope="row">
                <DayText day={day} />
              </th>
              {series.map(({ key, counts }) => (
                <td key={key} className={table.number}>
                  {intl.formatNumber(counts[at] ?? 0)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
