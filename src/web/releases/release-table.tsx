import { useQuery } from "@tanstack/react-query";
import { getRouteApi } from "@tanstack/react-router";
import { type ReactNode, useState } from "react";
import { FormattedMessage, useIntl } from "react-intl";
import { type Me, mayI } from "../data/me.ts";
import { allBuildsQuery, type DatedRelease } from "../data/releases.ts";
import { CalendarDay } from "../ui/calendar-day.tsx";
import { ColumnHeads } from "../ui/column-heads.tsx";
import { Icon } from "../ui/icon.tsx";
import { moveAmongRows } from "../ui/row-keys.ts";
import table from "../ui/table.module.css";
import { hiddenBuilds } from "./hidden-builds.ts";
import { levelOf } from "./hierarchy-level.ts";
import { useReleaseActions } from "./release-actions.tsx";
import { BuildCounts, ReleaseRow } from "./release-row.tsx";
import styles from "./releases.module.css";
import { type ReleasesSearch, readReleasesSearch } from "./releases-search.ts";
import type { ReleaseParts } from "./span.ts";

const route = getRouteApi("/signed-in/releases");

/** The number of columns. */
const COLUMNS = 8;

interface Props {
  readonly me: Me;
  readonly parts: ReleaseParts;
  readonly search: ReleasesSearch;
}

/**
 * The calendar as a list, with what does not fit on the timeline. It begins with what is current; what is planned and what
 * is past are folded, each under one row that says what it holds.
 */
export function ReleaseTable({ me, parts: { planned, current, past }, search }: Props) {
  const intl = useIntl();
  const { isOpen, toggle } = useFolds(search);
  return (
    <table
      className={`${table.table} ${table.cards} ${styles.list}`}
      aria-label={intl.formatMessage({ id: "releases.list" })}
      onKeyDown={(event) => moveAmongRows(event, search.release !== undefined)}
    >
      <ColumnHeads
        heads={[
          "releases.version",
          "releases.state",
          "releases.automatic_at",
          "releases.slow_at",
          "releases.rollout",
          `releases.dates.${levelOf(me)}`,
          "releases.builds",
          { id: "frame.row_menu.column", isHidden: true },
        ]}
      />
      <Fold kind="planned" releases={planned} isOpen={isOpen("planned", planned)} onToggle={toggle}>
        <Rows me={me} releases={planned} search={search} />
      </Fold>
      <tbody>
        <Rows me={me} releases={current} search={search} />
      </tbody>
      <Fold kind="past" releases={past} isOpen={isOpen("past", past)} onToggle={toggle}>
        <Rows me={me} releases={past} search={search} />
      </Fold>
    </table>
  );
}

type FoldKind = "planned" | "past";

/** Which parts are unfolded, as the address says it. One that holds the open release is, too. */
function useFolds(search: ReleasesSearch) {
  const navigate = route.useNavigate();
  const holdsOpen = (releases: readonly DatedRelease[]) => releases.some(({ id }) => id === search.release);
  const isAsked = { planned: search.planned === true, past: search.period === "all" };
  return {
    isOpen: (kind: FoldKind, releases: readonly DatedRelease[]) => isAsked[kind] || holdsOpen(releases),
    toggle: (kind: FoldKind, releases: readonly DatedRelease[], isOpen: boolean) => {
      const fold = kind === "planned" ? { planned: isOpen } : { period: isOpen ? "all" : "current" };
      const closed = !isOpen && holdsOpen(releases) ? { release: undefined } : {};
      const next = readReleasesSearch(Object.assign({ ...search }, fold, closed));
      void navigate({ search: next, replace: true, resetScroll: false });
    },
  };
}

interface FoldProps {
  readonly kind: FoldKind;
  readonly releases: readonly DatedRelease[];
  readonly isOpen: boolean;
  readonly onToggle: (kind: FoldKind, releases: readonly DatedRelease[], isOpen: boolean) => void;
  readonly children: ReactNode;
}

/** A part of the list under a row that unfolds it and says how many releases it holds, and of which days. */
function Fold({ kind, releases, isOpen, onToggle, children }: FoldProps) {
  const dates = releases.map(({ automaticAt }) => automaticAt).sort();
  const [first, last] = [dates[0], dates.at(-1)];
  if (first === undefined || last === undefined) return null;
  return (
    <tbody>
      <tr className={styles.fold}>
        <td colSpan={COLUMNS}>
          <button type="button" aria-expanded={isOpen} onClick={() => onToggle(kind, releases, !isOpen)}>
            <Icon name={isOpen ? "up" : "down"} size="small" />
            <span>
              <FormattedMessage
                id={`releases.fold.${kind}`}
                values={{
                  count: releases.length,
                  first: <CalendarDay at={first} />,
                  last: <CalendarDay at={last} />,
                }}
              />
            </span>
          </button>
        </td>
      </tr>
      {isOpen && children}
    </tbody>
  );
}

interface RowsProps {
  readonly me: Me;
  readonly releases: readonly DatedRelease[];
  readonly search: ReleasesSearch;
}

function Rows({ me, releases, search }: RowsProps) {
  const { data: builds } = useQuery(allBuildsQuery);
  const [now] = useState(() => Date.now());
  const actionsOf = useReleaseActions(mayI(me, "manage_catalog"));
  return releases.map((release) => (
    <ReleaseRow
      key={release.id}
      release={release}
      level={levelOf(me)}
      openId={search.release}
      actions={() => actionsOf(release)}
    >
      {builds && (
        <BuildCounts
          builds={builds.filter((build) => build.releaseId === release.id)}
          hidden={hiddenBuilds(release, levelOf(me), now)}
        />
      )}
    </ReleaseRow>
  ));
}
