import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { FormattedMessage, useIntl } from "react-intl";
import { type ScheduleProgress, scheduleProgressQuery } from "../data/adoption.ts";
import { PAGES } from "../paths.ts";
import { writeSchedule } from "../schedule/schedule.ts";
import { ScheduleText } from "../schedule/schedule-text.tsx";
import { CalendarDay } from "../ui/calendar-day.tsx";
import { Section } from "../ui/section.tsx";
import { ShareBar } from "../ui/share-bar.tsx";
import { Failed, Loading } from "../ui/states.tsx";
import table from "../ui/table.module.css";
import styles from "./progress.module.css";

/** Where each schedule in use stands: a row for each, with its share of the customers as a bar. */
export function ProgressSection() {
  return (
    <Section
      title={<FormattedMessage id="charts.places" />}
      about={<FormattedMessage id="charts.places.about" />}
    >
      <Places />
    </Section>
  );
}

function Places() {
  const intl = useIntl();
  const { data: places, error, refetch } = useQuery(scheduleProgressQuery({}));
  if (error) return <Failed error={error} onRetry={() => void refetch()} />;
  if (!places) return <Loading lines={5} />;
  if (places.length === 0) return <FormattedMessage tagName="p" id="charts.places.none" />;
  const most = Math.max(...places.map(({ organizations }) => organizations));
  const columns = {
    customers: intl.formatMessage({ id: "releases.dates.customers" }),
    installations: intl.formatMessage({ id: "adoption.installations" }),
    reached: intl.formatMessage({ id: "charts.places.reached" }),
    next: intl.formatMessage({ id: "charts.places.next" }),
  };
  return (
    <table
      className={`${table.table} ${table.cards}`}
      aria-label={intl.formatMessage({ id: "charts.places" })}
    >
      <thead>
        <tr>
          <th scope="col">
            <FormattedMessage id="releases.dates.schedule" />
          </th>
          {Object.values(columns).map((column) => (
            <th key={column} scope="col">
              {column}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {places.map((place) => (
          <Row key={writeSchedule(place.schedule)} {...{ place, columns, most }} />
        ))}
      </tbody>
    </table>
  );
}

interface RowProps {
  readonly place: ScheduleProgress;
  /** What each column is called. */
  readonly columns: Readonly<Record<"customers" | "installations" | "reached" | "next", string>>;
  readonly most: number;
}

function Row({ place, columns, most }: RowProps) {
  const { schedule, organizations, installations, reached, next } = place;
  return (
    <tr>
      <th scope="row">
        <ScheduleText schedule={schedule} />
      </th>
      <td data-column={columns.customers}>
        <span className={styles.share}>
          <Link to={PAGES.customers} search={{ schedule: writeSchedule(place.schedule), sort: "adoption" }}>
            <FormattedMessage id="releases.number" values={{ count: organizations }} />
          </Link>
          <ShareBar part={organizations} whole={most} />
        </span>
      </td>
      <td data-column={columns.installations}>
        <FormattedMessage id="releases.number" values={{ count: installations }} />
      </td>
      <td data-column={columns.reached}>
        {reached ? reached.version : <Quiet id="charts.places.no_release" />}
      </td>
      <td data-column={columns.next}>
        {next ? (
          <Next next={next} schedule={writeSchedule(place.schedule)} />
        ) : (
          <Quiet id="charts.places.nothing" />
        )}
      </td>
    </tr>
  );
}

function Next({ next, schedule }: { next: NonNullable<ScheduleProgress["next"]>; schedule: string }) {
  const { releaseId: gets, version, at } = next;
  return (
    <Link to={PAGES.customers} search={{ schedule, gets, getsAt: at, sort: "adoption" }}>
      <FormattedMessage id="charts.places.next_at" values={{ version, at: <CalendarDay at={at} /> }} />
    </Link>
  );
}

function Quiet({ id }: { id: "charts.places.no_release" | "charts.places.nothing" }) {
  return (
    <span className={styles.quiet}>
      <FormattedMessage id={id} />
    </span>
  );
}
