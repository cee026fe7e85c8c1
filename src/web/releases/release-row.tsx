import { Link } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { FormattedMessage, useIntl } from "react-intl";
import { PLATFORMS, type Platform } from "../../catalog/platform.ts";
import type { Build, DatedRelease } from "../data/releases.ts";
import { PAGES } from "../paths.ts";
import { CalendarDay } from "../ui/calendar-day.tsx";
import { PLATFORM_NAMES } from "../ui/platform-names.ts";
import { type RowAction, RowMenu } from "../ui/row-menu.tsx";
import table from "../ui/table.module.css";
import { DatesText } from "./dates-text.tsx";
import type { HiddenBuilds } from "./hidden-builds.ts";
import type { Level } from "./hierarchy-level.ts";
import styles from "./releases.module.css";
import { StateBadge } from "./state-badge.tsx";

interface Props {
  readonly release: DatedRelease;
  readonly level: Level;
  /** The release whose panel is open, if one is. */
  readonly openId: string | undefined;
  readonly actions: () => readonly RowAction[];
  /** How many builds there are. */
  readonly children: ReactNode;
}

/** One release of the list; its version opens the panel. */
export function ReleaseRow({ release, level, openId, actions, children }: Props) {
  const intl = useIntl();
  const { id, version, automaticAt, slowAt, rolloutDays, notes } = release;
  return (
    <tr aria-current={id === openId || undefined}>
      <th scope="row">
        <Link
          from={PAGES.releases}
          to="."
          search={(search) => ({ ...search, release: id })}
          replace={openId !== undefined}
          resetScroll={false}
          className={styles.version ?? ""}
          data-opens
        >
          {version}
        </Link>
        {notes !== "" && (
          <small className={styles.notes} title={notes}>
            <bdi>{notes}</bdi>
          </small>
        )}
      </th>
      <td>
        <StateBadge release={release} />
      </td>
      <td className={styles.day} data-column={intl.formatMessage({ id: "releases.automatic_at" })}>
        <CalendarDay at={automaticAt} />
      </td>
      <td className={styles.day} data-column={intl.formatMessage({ id: "releases.slow_at" })}>
        {slowAt === null ? <FormattedMessage id="releases.slow.none" /> : <CalendarDay at={slowAt} />}
      </td>
      <td className={styles.day} data-column={intl.formatMessage({ id: "releases.rollout" })}>
        <FormattedMessage id="releases.rollout.days" values={{ days: rolloutDays }} />
      </td>
      <td data-column={intl.formatMessage({ id: `releases.dates.${level}` })}>
        <DatesText release={release} level={level} />
      </td>
      <td data-column={intl.formatMessage({ id: "releases.builds" })}>{children}</td>
      <td className={table.menu}>
        <RowMenu name={version} actions={actions} />
      </td>
    </tr>
  );
}

interface CountsProps {
  readonly builds: readonly Build[];
  readonly hidden: HiddenBuilds | null;
}

/** The number of builds for each platform that has some, or why none are shown. */
export function BuildCounts({ builds, hidden }: CountsProps) {
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
