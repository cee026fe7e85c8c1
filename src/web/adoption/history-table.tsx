import { FormattedList, FormattedMessage, useIntl } from "react-intl";
import type { DayMark } from "../charts/stacked-areas.tsx";
import table from "../ui/table.module.css";
import { DayText } from "./day-text.tsx";
import type { History } from "./history.ts";
import { VersionName } from "./version-name.tsx";

interface Props {
  readonly history: History;
  /** The releases that came out on the days. */
  readonly marks: readonly DayMark[];
}

/** The numbers of the chart as a table, the last day first. */
export function HistoryTable({ history: { days, series }, marks }: Props) {
  const intl = useIntl();
  const rows = days.map((day, at) => ({ day, at })).reverse();
  return (
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
          <th scope="col">
            <FormattedMessage id="charts.areas.came_out" />
          </th>
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
            <td>
              <FormattedList value={marks.filter((mark) => mark.day === day).map(({ text }) => text)} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
