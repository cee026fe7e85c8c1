import { useQuery } from "@tanstack/react-query";
import { type IntlShape, useIntl } from "react-intl";
import { cameOut, dayOf } from "../charts/came-out.ts";
import { ChartFigure } from "../charts/chart-figure.tsx";
import { StackedAreas } from "../charts/stacked-areas.tsx";
import { calendarQuery } from "../data/releases.ts";
import { formatDay } from "../ui/instant-formats.ts";
import type { History } from "./history.ts";
import { HistoryTable } from "./history-table.tsx";

/** The versions that ran day by day as stacked areas, with the days on which releases came out; or the same as a table. */
export function HistoryChart({ history, partner }: { history: History; partner: string | undefined }) {
  const intl = useIntl();
  const { data: calendar = [] } = useQuery(calendarQuery(partner));
  const { days, series, most } = history;
  const [from = "", to = ""] = [days[0], days.at(-1)];
  const marks = cameOut(calendar)
    .map((release) => ({ day: dayOf(release.automaticAt), text: release.version }))
    .filter(({ day }) => day >= from && day <= to);
  const label = intl.formatMessage(
    { id: "charts.areas" },
    { from: formatDay(intl, from), to: formatDay(intl, to), most, marks: marks.length },
  );
  const named = series.map(({ key, counts }) => ({ key, counts, name: nameOf(intl, key) }));
  return (
    <ChartFigure
      name="history"
      chart={<StackedAreas {...{ days, marks, label }} series={named} />}
      table={<HistoryTable {...{ history, marks }} />}
    />
  );
}

function nameOf(intl: IntlShape, key: string): string {
  return key === "other" || key === "unreported"
    ? intl.formatMessage({ id: `adoption.version.${key}` })
    : key;
}
