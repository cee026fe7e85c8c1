import { useQuery } from "@tanstack/react-query";
import { getRouteApi } from "@tanstack/react-router";
import { useState } from "react";
import { FormattedMessage } from "react-intl";
import { type Me, mayI } from "../data/me.ts";
import { allBuildsQuery, type DatedRelease, type Release, releaseQuery } from "../data/releases.ts";
import { Banner } from "../ui/banner.tsx";
import { CalendarDay } from "../ui/calendar-day.tsx";
import { IdText } from "../ui/id-text.tsx";
import { Panel } from "../ui/panel.tsx";
import { Facts } from "../ui/section.tsx";
import { Failed, Loading } from "../ui/states.tsx";
import { CarriedDialog } from "./carried-dialog.tsx";
import { hiddenBuilds } from "./hidden-builds.ts";
import { levelOf } from "./hierarchy-level.ts";
import { ReleaseActions } from "./release-actions.tsx";
import { ReleaseBuilds } from "./release-builds.tsx";
import { ReleaseDates } from "./release-dates.tsx";
import { ReleaseLimits } from "./release-limits.tsx";
import styles from "./releases.module.css";
import { type ReleasesSearch, readReleasesSearch } from "./releases-search.ts";
import { StateBadge } from "./state-badge.tsx";
import { StepDialog } from "./step-dialog.tsx";

const route = getRouteApi("/signed-in/releases");

interface Props {
  readonly me: Me;
  readonly id: string;
  /** The partner whose customers are counted, or undefined for all that the person may see. */
  readonly partner: string | undefined;
  /** The calendar, which has the dates, or undefined if it is not loaded yet. */
  readonly releases: readonly DatedRelease[] | undefined;
}

/** Everything about one release, with the vendor's next steps. */
export function ReleasePanel({ me, id, partner, releases }: Props) {
  const search = readReleasesSearch({ ...route.useSearch() });
  const navigate = route.useNavigate();
  const { data, error, refetch } = useQuery(releaseQuery(id));
  const go = (next: Partial<Pick<ReleasesSearch, "release" | "step" | "build">>) =>
    void navigate({ search: { ...search, ...next }, resetScroll: false });
  const release = data?.body;
  const mayManage = mayI(me, "manage_catalog");
  return (
    <>
      <Panel
        title={release?.version ?? ""}
        onClose={() => go({ release: undefined, step: undefined, build: undefined })}
        actions={release && mayManage && <ReleaseActions release={release} onStep={(step) => go({ step })} />}
      >
        {error && !release && <Failed error={error} onRetry={() => void refetch()} />}
        {!error && !release && <Loading lines={6} />}
        {release && (
          <Everything
            key={id}
            me={me}
            release={release}
            partner={partner}
            dates={releases?.find((dated) => dated.id === id)?.dates}
            onStep={mayManage ? (step) => go({ step }) : undefined}
            onBuild={mayManage ? (build) => go({ build }) : undefined}
          />
        )}
      </Panel>
      {data && mayManage && search.step && (
        <StepDialog
          key={search.step}
          step={search.step}
          release={data.body}
          etag={data.etag}
          onClose={() => go({ step: undefined })}
          onStep={(step) => go({ step })}
        />
      )}
      {mayManage && search.build && (
        <CarriedDialog key={search.build} buildId={search.build} onClose={() => go({ build: undefined })} />
      )}
    </>
  );
}

interface EverythingProps {
  readonly me: Me;
  readonly release: Release;
  readonly partner: string | undefined;
  readonly dates: DatedRelease["dates"] | undefined;
  /** Opens a dialog to change something; undefined if the person may not. */
  readonly onStep: ((step: "builds" | "limits" | "blocks") => void) | undefined;
  readonly onBuild: ((id: string) => void) | undefined;
}

function Everything({ me, release, partner, dates, onStep, onBuild }: EverythingProps) {
  const { data: builds } = useQuery(allBuildsQuery);
  const [now] = useState(() => Date.now());
  return (
    <>
      <StateBadge release={release} />
      {release.critical && (
        <Banner tone="bad" title={<FormattedMessage id={`releases.critical.is.${release.critical.scope}`} />}>
          <p className={styles.text}>{release.critical.reason}</p>
        </Banner>
      )}
      <ReleaseFacts release={release} />
      {dates && <ReleaseDates {...{ release, dates, partner }} level={levelOf(me)} />}
      <ReleaseLimits release={release} onStep={onStep} />
      {builds && (
        <ReleaseBuilds
          builds={builds.filter((build) => build.releaseId === release.id)}
          hidden={hiddenBuilds(release, levelOf(me), now)}
          allBuilds={builds}
          onAdd={onStep && (() => onStep("builds"))}
          onBuild={onBuild}
        />
      )}
    </>
  );
}

function ReleaseFacts({ release: { id, automaticAt, slowAt, rolloutDays, notes } }: { release: Release }) {
  return (
    <Facts
      facts={[
        [
          <FormattedMessage key="word" id="releases.automatic_at" />,
          <CalendarDay key="what" at={automaticAt} show="time" hasHint />,
        ],
        [
          <FormattedMessage key="word" id="releases.slow_at" />,
          slowAt === null ? (
            <FormattedMessage key="what" id="releases.slow.none" />
          ) : (
            <CalendarDay key="what" at={slowAt} show="time" hasHint />
          ),
        ],
        [
          <FormattedMessage key="word" id="releases.rollout" />,
          <FormattedMessage key="what" id="releases.rollout.days" values={{ days: rolloutDays }} />,
        ],
        notes === ""
          ? null
          : [
              <FormattedMessage key="word" id="releases.notes" />,
              <span key="what" className={styles.text}>
                {notes}
              </span>,
            ],
        [<FormattedMessage key="word" id="releases.id" />, <IdText key="what" id={id} />],
      ]}
    />
  );
}
