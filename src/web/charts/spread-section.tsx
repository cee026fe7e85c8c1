import { useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { FormattedMessage } from "react-intl";
import { type AdoptionScope, adoptionQuery } from "../data/adoption.ts";
import { calendarQuery } from "../data/releases.ts";
import { CalendarDay } from "../ui/calendar-day.tsx";
import { Section } from "../ui/section.tsx";
import { Failed, Loading } from "../ui/states.tsx";
import { ChartFigure } from "./chart-figure.tsx";
import { SpreadCurves } from "./curves.tsx";
import { spreadsOf } from "./spread.ts";
import { SpreadTable } from "./spread-table.tsx";

/** The days that are counted: a release is known by then. */
const DAYS = 90;

/** How the last releases spread among the installations of a part. */
export function SpreadSection({ scope }: { scope: AdoptionScope }) {
  return (
    <Section
      title={<FormattedMessage id="charts.spread" />}
      about={<FormattedMessage id="charts.spread.about" />}
    >
      <Drawn scope={scope} />
    </Section>
  );
}

function Drawn({ scope }: { scope: AdoptionScope }) {
  const adoption = useQuery(adoptionQuery(scope, DAYS));
  const calendar = useQuery(calendarQuery(scope.partnerId));
  const days = adoption.data?.days;
  const spreads = useMemo(
    () => (days && calendar.data ? spreadsOf(calendar.data, days) : undefined),
    [days, calendar.data],
  );
  const failed = [adoption, calendar].find(({ isError }) => isError);
  if (failed) return <Failed error={failed.error} onRetry={() => void failed.refetch()} />;
  if (!spreads) return <Loading lines={8} />;
  if (spreads.length === 0) return <FormattedMessage tagName="p" id="charts.spread.none" />;
  const [first] = days ?? [];
  return (
    <>
      <ChartFigure
        name="spread"
        chart={<SpreadCurves spreads={spreads} />}
        table={<SpreadTable spreads={spreads} />}
      />
      {first && (days?.length ?? 0) < DAYS && (
        <p>
          <FormattedMessage
            id="adoption.history.begins"
            values={{ day: <CalendarDay at={`${first.day}T00:00:00Z`} /> }}
          />
        </p>
      )}
    </>
  );
}
