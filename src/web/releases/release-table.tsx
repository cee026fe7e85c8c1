import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { type ReactNode, useState } from "react";
import { FormattedMessage, useIntl } from "react-intl";
import { PLATFORMS, type Platform } from "../../catalog/platform.ts";
import type { Me } from "../data/me.ts";
import { allBuildsQuery, type Build, type DatedRelease } from "../data/releases.ts";
import { PAGES } from "../paths.ts";
import { CalendarDay } from "../ui/calendar-day.tsx";
import { PLATFORM_NAMES } from "../ui/platform-names.ts";
import table from "../ui/table.module.css";
import { DatesText } from "./dates-text.tsx";
import { type HiddenBuilds, hiddenBuilds } from "./hidden-builds.ts";
import { type Level, levelOf } from "./hierarchy-level.ts";
import styles from "./releases.module.css";
import { StateBadge } from "./state-badge.tsx";

interface Props {
  readonly me: Me;
  readonly releases: readonly DatedRelease[];
}

/** The calendar as a list, with what does not fit on the timeline. */
export function ReleaseTable({ me, releases }: Props) {
  const intl = useIntl();
  const { data: builds } = useQuery(allBuildsQuery);
  const [now] = useState(() => Date.now());
  return (
    <div className={table.scroll}>
      <table
        className={`${table.table} ${styles.list}`}
        aria-label={intl.formatMessage({ id: "releases.list" })}
      >
        <thead>
          <tr>
            <Head id="releases.version" />
            <Head id="releases.state" isExtra />
            <Head id="releases.automatic_at" />
            <Head id="releases.slow_at" isExtra />
            <Head id="releases.rollout" isExtra />
            <Head id={`releases.dates.${levelOf(me)}`} />
            <Head id="releases.builds" isExtra />
          </tr>
        </thead>
        <tbody>
          {releases.map((release) => (
            <Row key={release.id} release={release} level={levelOf(me)}>
              {builds && (
                <BuildCounts
                  builds={builds.filter((build) => build.releaseId === release.id)}
                  hidden={hiddenBuilds(release, levelOf(me), now)}
                />
              )}
            </Row>
          ))}
        </tbody>
      </table>
    </div>
  );
}

/** A head of the table. Extra columns are left out on a narrow screen: the panel has them. */
function Head({ id, isExtra }: { id: HeadId; isExtra?: boolean }) {
  return (
    <th scope="col" className={isExtra ? styles.extra : ""}>
      <FormattedMessage id={id} />
    </th>
  );
}

type HeadId =
  | "releases.version"
  | "releases.state"
  | "releases.automatic_at"
  | "releases.slow_at"
  | "releases.rollout"
  | "releases.dates.vendor"
  | "releases.dates.partner"
  | "releases.dates.organization"
  | "releases.builds";

interface RowProps {
  readonly release: DatedRelease;
  readonly level: Level;
  /** How many builds there are. */
  readonly children: ReactNode;
}

function Row({ release, level, children }: RowProps) {
  const { id, version, automaticAt, slowAt, rolloutDays, notes } = release;
  return (
    <tr>
      <th scope="row">
        <Link
          from={PAGES.releases}
          to="."
          search={(search) => ({ ...search, release: id })}
          resetScroll={false}
          className={styles.version ?? ""}
        >
          {version}
        </Link>
        <span className={styles.narrow}>
          <StateBadge release={release} />
        </span>
        {notes !== "" && <small className={styles.notes}>{notes}</small>}
      </th>
      <td className={styles.extra}>
        <StateBadge release={release} />
      </td>
      <td className={styles.day}>
        <CalendarDay at={automaticAt} />
      </td>
      <td className={`${styles.day} ${styles.extra}`}>
        {slowAt === null ? <FormattedMessage id="releases.slow.none" /> : <CalendarDay at={slowAt} />}
      </td>
      <td className={`${styles.day} ${styles.extra}`}>
        <FormattedMessage id="releases.rollout.days" values={{ days: rolloutDays }} />
      </td>
      <td>
        <DatesText release={release} level={level} />
      </td>
      <td className={styles.extra}>{children}</td>
    </tr>
  );
}

interface CountsProps {
  readonly builds: readonly Build[];
  readonly hidden: HiddenBuilds | null;
}

/** The number of builds for each platform that has some, or why none are shown. */
function BuildCounts({ builds, hidden }: CountsProps) {
  const intl = useIntl();
  const of = (platform: Platform) => builds.filter((build) => build.platform === platform).length;
  const counts = PLATFORMS.filter((platform) => of(platform) > 0).map((platform) =>
    intl.formatMessage(
      { id: "releases.builds.count" },
      { platform: PLATFORM_NAMES[platform], count: of(platform) },
    ),
  );
  if (counts.length === 0)
    return <FormattedMessage id={hidden ? `releases.builds.hidden.${hidden}` : "releases.builds.none"} />;
  return <span>{intl.formatList(counts, { type: "unit" })}</span>;
}
