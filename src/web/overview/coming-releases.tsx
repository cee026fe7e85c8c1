import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { FormattedMessage, useIntl } from "react-intl";
import type { Me } from "../data/me.ts";
import { comingReleasesQuery } from "../data/overview.ts";
import { partnerSettingsQuery } from "../data/partners.ts";
import { PAGES } from "../paths.ts";
import { AUTOMATIC } from "../schedule/schedule.ts";
import { ScheduleText } from "../schedule/schedule-text.tsx";
import { CalendarDay } from "../ui/calendar-day.tsx";
import { ColumnHeads } from "../ui/column-heads.tsx";
import { Section } from "../ui/section.tsx";
import { Failed, Loading } from "../ui/states.tsx";
import table from "../ui/table.module.css";
import { type ComingRelease, toComing } from "./coming.ts";
import styles from "./overview.module.css";

/** The next releases: when customers on the partner's schedule get them, or, for the vendor, when each channel does. */
export function ComingReleases({ me: { partnerId } }: { me: Me }) {
  const settings = useQuery({
    ...partnerSettingsQuery(partnerId ?? ""),
    enabled: partnerId !== undefined,
  });
  const now = new Date();
  const releases = useQuery(comingReleasesQuery(`${now.toISOString().slice(0, 10)}T00:00:00Z`));
  const ofPartner = settings.data?.body.schedule ?? AUTOMATIC;
  const schedule = partnerId === undefined ? undefined : ofPartner;
  const error = releases.error ?? settings.error;
  const isThere = releases.data && (partnerId === undefined || settings.data);
  const about =
    schedule === undefined ? (
      <FormattedMessage id="overview.releases.vendor" />
    ) : (
      <FormattedMessage
        id="overview.releases.partner"
        values={{ schedule: <ScheduleText schedule={schedule} /> }}
      />
    );
  return (
    <Section title={<FormattedMessage id="overview.releases" />} about={isThere && about}>
      {error && <Failed error={error} onRetry={() => void releases.refetch()} />}
      {!error && !isThere && <Loading />}
      {isThere && <ReleaseTable coming={toComing(releases.data.items, schedule, now)} />}
      <p>
        <Link to={PAGES.releases}>
          <FormattedMessage id="overview.releases.calendar" />
        </Link>
      </p>
    </Section>
  );
}

function ReleaseTable({ coming }: { coming: readonly ComingRelease[] }) {
  const intl = useIntl();
  if (coming.length === 0) {
    return (
      <p className={styles.quiet}>
        <FormattedMessage id="overview.releases.none" />
      </p>
    );
  }
  const hasOwn = coming.some(({ ownAt }) => ownAt !== undefined);
  const own = hasOwn ? (["overview.releases.yours"] as const) : [];
  return (
    <section
      className={styles.scroll}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by the keyboard
      tabIndex={0}
      aria-label={intl.formatMessage({ id: "overview.releases.table" })}
    >
      <table className={table.table}>
        <ColumnHeads
          heads={[
            "overview.releases.version",
            ...own,
            "overview.releases.automatic",
            "overview.releases.slow",
          ]}
        />
        <tbody>
          {coming.map((release) => (
            <ReleaseRow key={release.id} release={release} hasOwn={hasOwn} />
          ))}
        </tbody>
      </table>
    </section>
  );
}

function ReleaseRow({ release, hasOwn }: { release: ComingRelease; hasOwn: boolean }) {
  const { version, ownAt, automaticAt, slowAt } = release;
  return (
    <tr>
      <th scope="row">{version}</th>
      {hasOwn && <td>{ownAt && <CalendarDay at={ownAt} />}</td>}
      <td>
        <CalendarDay at={automaticAt} />
      </td>
      <td>
        {slowAt ? (
          <CalendarDay at={slowAt} />
        ) : (
          <span className={styles.quiet}>
            <FormattedMessage id="overview.releases.not_slow" />
          </span>
        )}
      </td>
    </tr>
  );
}
