import { useQuery } from "@tanstack/react-query";
import { getRouteApi } from "@tanstack/react-router";
import { useState } from "react";
import { FormattedMessage, useIntl } from "react-intl";
import { type Me, mayI, useMe } from "../data/me.ts";
import { FROM_CACHE, queryClient, settled } from "../data/query-client.ts";
import { calendarQuery, type DatedRelease } from "../data/releases.ts";
import { Button } from "../ui/button.tsx";
import { Page } from "../ui/page.tsx";
import { Empty, Failed, Loading } from "../ui/states.tsx";
import type { Visit } from "../visit.ts";
import { levelOf } from "./hierarchy-level.ts";
import { PlanDialog } from "./plan-dialog.tsx";
import { ReleasePanel } from "./release-panel.tsx";
import { ReleaseTable } from "./release-table.tsx";
import styles from "./releases.module.css";
import { type ReleasesSearch, readReleasesSearch } from "./releases-search.ts";
import { ReleasesToolbar } from "./releases-toolbar.tsx";
import { isCurrent, partsOf } from "./span.ts";
import { Timeline } from "./timeline.tsx";

const route = getRouteApi("/signed-in/releases");

export function loadReleases({ location }: Visit): Promise<unknown> {
  const { partner } = readReleasesSearch({ ...location.search });
  return settled(queryClient.query({ ...calendarQuery(partner), ...FROM_CACHE }));
}

/** The calendar, with the dates on which the person's customers get each release. The vendor plans and publishes here. */
export function ReleasesPage() {
  const intl = useIntl();
  const search = readReleasesSearch({ ...route.useSearch() });
  const navigate = route.useNavigate();
  const me = useMe();
  const { data: releases, error, refetch } = useQuery(calendarQuery(search.partner));
  const open = (release: string) =>
    void navigate({
      search: { ...search, release },
      replace: search.release !== undefined,
      resetScroll: false,
    });
  const mayPlan = mayI(me, "manage_catalog");
  return (
    <Page
      title={intl.formatMessage({ id: "frame.place.releases" })}
      about={<FormattedMessage id={`releases.about.${levelOf(me)}`} />}
      actions={
        mayPlan && (
          <Button
            look="primary"
            icon="add"
            onPress={() => void navigate({ search: { ...search, plan: true }, resetScroll: false })}
          >
            <FormattedMessage id="releases.plan" />
          </Button>
        )
      }
    >
      <ReleasesToolbar me={me} />
      {error && !releases && <Failed error={error} onRetry={() => void refetch()} />}
      {!releases && !error && <Loading lines={8} />}
      {releases && <Calendar {...{ me, releases, search }} onOpen={open} />}
      {releases && search.plan && mayPlan && (
        <PlanDialog
          releases={releases}
          onClose={() => void navigate({ search: { ...search, plan: undefined }, resetScroll: false })}
          onPlanned={(release) =>
            void navigate({ search: { ...search, plan: undefined, release }, resetScroll: false })
          }
        />
      )}
      {search.release && (
        <ReleasePanel me={me} id={search.release} partner={search.partner} releases={releases} />
      )}
    </Page>
  );
}

interface CalendarProps {
  readonly me: Me;
  readonly releases: readonly DatedRelease[];
  readonly search: ReleasesSearch;
  readonly onOpen: (id: string) => void;
}

function Calendar({ me, releases, search, onOpen }: CalendarProps) {
  const [now] = useState(() => Date.now());
  const shown = search.period === "all" ? releases : releases.filter((release) => isCurrent(release, now));
  if (releases.length === 0) {
    return (
      <Empty icon="calendar" title={<FormattedMessage id="releases.none" />}>
        <FormattedMessage id={`releases.none.about.${mayI(me, "manage_catalog") ? "vendor" : "others"}`} />
      </Empty>
    );
  }
  return (
    <div className={styles.calendar}>
      {shown.length > 0 && <Timeline releases={shown} level={levelOf(me)} onOpen={onOpen} />}
      <ReleaseTable me={me} parts={partsOf(releases, now)} search={search} />
    </div>
  );
}
