import { Link } from "@tanstack/react-router";
import { useId, useState } from "react";
import { FormattedMessage } from "react-intl";
import type { Release, ReleaseDate } from "../data/releases.ts";
import { PAGES } from "../paths.ts";
import { writeSchedule } from "../schedule/schedule.ts";
import { ScheduleText } from "../schedule/schedule-text.tsx";
import { CalendarDay } from "../ui/calendar-day.tsx";
import table from "../ui/table.module.css";
import { NoDates } from "./dates-text.tsx";
import type { Level } from "./hierarchy-level.ts";
import { whyNotOffered } from "./not-offered.ts";
import styles from "./releases.module.css";

interface Props {
  readonly release: Release;
  readonly dates: readonly ReleaseDate[];
  readonly level: Level;
  /** The partner whose customers are counted, or undefined for all. */
  readonly partner: string | undefined;
}

/** The date on which each schedule in use gets the release. */
export function ReleaseDates({ release, dates, level, partner }: Props) {
  const id = useId();
  const [now] = useState(() => Date.now());
  const why = whyNotOffered(release, now);
  return (
    <section className={styles.part} aria-labelledby={id}>
      <h3 id={id}>
        <FormattedMessage id={`releases.dates.${level}`} />
      </h3>
      {why && (
        <p>
          <FormattedMessage id={`releases.dates.${why}`} />
        </p>
      )}
      {dates.length === 0 ? (
        <p>
          <NoDates level={level} />
        </p>
      ) : (
        <table className={table.table} aria-labelledby={id}>
          <thead>
            <tr>
              <th scope="col">
                <FormattedMessage id="releases.dates.schedule" />
              </th>
              <th scope="col">
                <FormattedMessage id="releases.dates.at" />
              </th>
              {level !== "organization" && (
                <th scope="col" className={table.number}>
                  <FormattedMessage id="releases.dates.customers" />
                </th>
              )}
            </tr>
          </thead>
          <tbody>
            {dates.map((date) => (
              <DateRow
                key={JSON.stringify(date)}
                date={date}
                release={release}
                partner={partner}
                isCounted={level !== "organization"}
              />
            ))}
          </tbody>
        </table>
      )}
    </section>
  );
}

interface RowProps {
  readonly date: ReleaseDate;
  readonly release: Release;
  readonly partner: string | undefined;
  readonly isCounted: boolean;
}

function DateRow({ date, release, partner, isCounted }: RowProps) {
  const { schedule, at, organizations, held } = date;
  // The dates of a release that is not out move on with the clock.
  const day = release.state === "published" ? { getsAt: at } : {};
  const search = {
    schedule: writeSchedule(schedule),
    gets: release.id,
    sort: "adoption" as const,
    ...day,
    ...(partner && { partner }),
  };
  return (
    <tr>
      <th scope="row">
        <ScheduleText schedule={schedule} />
      </th>
      <td>
        <CalendarDay at={at} />
        {held > 0 && (
          <p className={styles.quiet}>
            <FormattedMessage
              id={isCounted ? "releases.dates.held" : "releases.dates.held.organization"}
              values={{ count: held }}
            />
          </p>
        )}
      </td>
      {isCounted && (
        <td className={table.number}>
          {organizations === 0 ? (
            <FormattedMessage id="releases.number" values={{ count: organizations }} />
          ) : (
            <Link to={PAGES.customers} search={search}>
              <FormattedMessage id="releases.number" values={{ count: organizations }} />
            </Link>
          )}
        </td>
      )}
    </tr>
  );
}
