import { useQuery } from "@tanstack/react-query";
import { FormattedMessage, useIntl } from "react-intl";
import { useConfiguration } from "../data/configuration.ts";
import { type Forecast, forecastQuery } from "../data/organization.ts";
import { Badge } from "../ui/badge.tsx";
import { CalendarDay } from "../ui/calendar-day.tsx";
import { ColumnHeads } from "../ui/column-heads.tsx";
import { Empty, Failed, Loading } from "../ui/states.tsx";
import table from "../ui/table.module.css";
import { type ForecastRow, toRows } from "./forecast-rows.ts";
import { ForecastTimeline } from "./forecast-timeline.tsx";

/** R17: the coming releases as a timeline and as a table of the same. */
export function ComingReleases({ organizationId }: { organizationId: string }) {
  const { data, error, refetch } = useQuery(forecastQuery(organizationId));
  if (error) return <Failed error={error} onRetry={() => void refetch()} />;
  if (!data) return <Loading />;
  const rows = toRows(data);
  return (
    <>
      <Expiries expiries={data.expiries} />
      {rows.length === 0 ? (
        <Empty icon="calendar" title={<FormattedMessage id="schedule.next.none" />}>
          <NoReleases />
        </Empty>
      ) : (
        <>
          <ForecastTimeline rows={rows} />
          <ForecastTable rows={rows} forecast={data} />
        </>
      )}
    </>
  );
}

/** R29, R30: the ends of life of the versions that run. */
function Expiries({ expiries }: Pick<Forecast, "expiries">) {
  if (expiries.length === 0) return null;
  return (
    <ul>
      {expiries.map(({ version, at, installations }) => (
        <li key={version}>
          <FormattedMessage
            id={Date.parse(at) > Date.now() ? "customer.expiry" : "customer.expiry.past"}
            values={{
              version: <b>{version}</b>,
              count: installations,
              at: <CalendarDay at={at} hasHint />,
            }}
          />
        </li>
      ))}
    </ul>
  );
}

function NoReleases() {
  const configuration = useConfiguration();
  return <FormattedMessage id="customer.next.none_about" values={{ vendor: configuration.vendor }} />;
}

interface TableProps {
  readonly rows: readonly ForecastRow[];
  readonly forecast: Forecast;
}

function ForecastTable({ rows, forecast: { next, installations } }: TableProps) {
  return (
    <div className={table.scroll}>
      <table className={table.table}>
        <ColumnHeads heads={["customer.next.version", "customer.next.at", "customer.next.what"]} />
        <tbody>
          {rows.map((row) => (
            <tr key={row.releaseId}>
              <td>{row.version}</td>
              <td>
                <CalendarDay at={row.at} show="exact" />
              </td>
              <td>
                <Note row={row} isNext={isSameComing(row, next)} total={installations.total} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

interface NoteProps {
  readonly row: ForecastRow;
  readonly isNext: boolean;
  /** How many installations are known. */
  readonly total: number;
}

/** Who gets a release, and how; or why nobody does. */
function Note({ row: { gets, isSuperseded }, isNext, total }: NoteProps) {
  const { formatList } = useIntl();
  if (gets === null) {
    return <FormattedMessage id={isSuperseded ? "customer.next.superseded" : "customer.next.nobody"} />;
  }
  const { via, installations: count } = gets;
  return (
    <>
      {isNext && (
        <Badge tone="info">
          <FormattedMessage id="customer.next.is_next" />
        </Badge>
      )}{" "}
      {count > 0 && <FormattedMessage id="customer.next.gets" values={{ count, total }} />}{" "}
      {via.length > 0 && <FormattedMessage id="customer.next.via" values={{ versions: formatList(via) }} />}
    </>
  );
}

function isSameComing(row: ForecastRow, next: Forecast["next"]): boolean {
  return next?.version === row.version && next.at === row.at;
}
