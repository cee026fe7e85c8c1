import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { Fragment, useState } from "react";
import { FormattedMessage, useIntl } from "react-intl";
import { calendarQuery } from "../data/releases.ts";
import { PAGES } from "../paths.ts";
import { formatDay, formatDayOfYear } from "../ui/instant-formats.ts";
import { Section } from "../ui/section.tsx";
import { Failed, Loading } from "../ui/states.tsx";
import styles from "./week.module.css";
import { type Arrival, type ArrivalDay, arrivalDays } from "./week.ts";

/** What arrives in the next two weeks, a field for each day. */
export function WeekSection() {
  return (
    <Section
      title={<FormattedMessage id="charts.week" />}
      about={<FormattedMessage id="charts.week.about" />}
    >
      <Strip />
    </Section>
  );
}

function Strip() {
  const intl = useIntl();
  const [now] = useState(() => Date.now());
  const { data, error, refetch } = useQuery(calendarQuery());
  if (error) return <Failed error={error} onRetry={() => void refetch()} />;
  if (!data) return <Loading lines={4} />;
  const days = arrivalDays(data, now);
  if (days.every(({ arrivals }) => arrivals.length === 0)) {
    return <FormattedMessage tagName="p" id="charts.week.none" />;
  }
  return (
    <ol className={styles.days} aria-label={intl.formatMessage({ id: "charts.week" })}>
      {days.map((day, at) => (
        <Day key={day.day} day={day} isToday={at === 0} />
      ))}
    </ol>
  );
}

function Day({ day: { day, arrivals }, isToday }: { day: ArrivalDay; isToday: boolean }) {
  const intl = useIntl();
  return (
    <li className={styles.day} data-empty={arrivals.length === 0}>
      <span className={styles.name} data-moment>
        {isToday ? <FormattedMessage id="customer.next.today" /> : formatDayOfYear(intl, day)}
      </span>
      {arrivals.length === 0 && (
        <span className="visually-hidden">
          <FormattedMessage id="charts.week.nothing" />
        </span>
      )}
      {arrivals.map((arrival) => (
        <ArrivalLink key={`${arrival.releaseId} ${arrival.at}`} arrival={arrival} />
      ))}
    </li>
  );
}

function ArrivalLink({
  arrival: { releaseId, version, at, organizations, schedules },
}: {
  arrival: Arrival;
}) {
  const intl = useIntl();
  const search = { gets: releaseId, getsAt: at, schedule: schedules.join(","), sort: "adoption" as const };
  const words = { version, at: formatDay(intl, at), count: organizations };
  return (
    <Link
      to={PAGES.customers}
      search={search}
      className={styles.arrival ?? ""}
      title={intl.formatMessage({ id: "charts.week.link" }, words)}
    >
      <b>{breakable(version)}</b>{" "}
      <span>
        <FormattedMessage id="charts.week.customers" values={{ count: organizations }} />
      </span>
    </Link>
  );
}

/** A version that breaks after its points alone. */
function breakable(version: string) {
  return version.split(".").map((part, at) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: the numbers of a version stay in their places
    <Fragment key={at}>
      {at > 0 && (
        <>
          .<wbr />
        </>
      )}
      {part}
    </Fragment>
  ));
}
