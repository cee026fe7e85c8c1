import { useQuery } from "@tanstack/react-query";
import { FormattedMessage } from "react-intl";
import { useConfiguration } from "../data/configuration.ts";
import { type ForecastItem, forecastQuery } from "../data/organization.ts";
import { Badge } from "../ui/badge.tsx";
import { CalendarDay } from "../ui/calendar-day.tsx";
import { ColumnHeads } from "../ui/column-heads.tsx";
import { Empty, Failed, Loading } from "../ui/states.tsx";
import table from "../ui/table.module.css";
import { ForecastTimeline } from "./forecast-timeline.tsx";

/** R17: the coming releases as a timeline and as a table of the same. */
export function ComingReleases({ organizationId }: { organizationId: string }) {
  const { data, error, refetch } = useQuery(forecastQuery(organizationId));
  if (error) return <Failed error={error} onRetry={() => void refetch()} />;
  if (!data) return <Loading />;
  const { items } = data;
  if (items.length === 0) {
    return (
      <Empty icon="calendar" title={<FormattedMessage id="schedule.next.none" />}>
        <NoReleases />
      </Empty>
    );
  }
  return (
    <>
      <ForecastTimeline items={items} />
      <ForecastTable items={items} />
    </>
  );
}

function NoReleases() {
  const configuration = useConfiguration();
  return <FormattedMessage id="customer.next.none_about" values={{ vendor: configuration.vendor }} />;
}

function ForecastTable({ items }: { items: readonly ForecastItem[] }) {
  const next = items.find(({ superseded }) => !superseded);
  return (
    <div className={table.scroll}>
      <table className={table.table}>
        <ColumnHeads heads={["customer.next.version", "customer.next.at", "customer.next.what"]} />
        <tbody>
          {items.map((item) => (
            <tr key={item.releaseId}>
              <td>{item.version}</td>
              <td>
                <CalendarDay at={item.at} show="exact" />
              </td>
              <td>
                {item === next && (
                  <Badge tone="info">
                    <FormattedMessage id="customer.next.is_next" />
                  </Badge>
                )}
                {item.superseded && <FormattedMessage id="customer.next.superseded" />}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
