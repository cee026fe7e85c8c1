import type { UseQueryResult } from "@tanstack/react-query";
import { useId } from "react";
import { FormattedMessage, useIntl } from "react-intl";
import type { ReleaseChange, ReleasePreview } from "../data/releases.ts";
import { CalendarDay } from "../ui/calendar-day.tsx";
import { Counted, Counts } from "../ui/counted.tsx";
import { Failed, Loading } from "../ui/states.tsx";
import { ArrivalTable } from "./arrival-table.tsx";
import { EffectGroups } from "./effect-groups.tsx";
import { LimitConsequences } from "./limit-consequences.tsx";
import styles from "./releases.module.css";

interface Props {
  readonly seen: UseQueryResult<ReleasePreview>;
  /** The state that the change gives to the release, if it changes that. */
  readonly state?: ReleaseChange["state"];
}

/** What a change would do, before it is made. */
export function Consequences({ seen, state }: Props) {
  const id = useId();
  return (
    <section className={styles.preview} aria-labelledby={id}>
      <h3 id={id}>
        <FormattedMessage id="releases.preview" />
      </h3>
      {seen.isError && <Failed error={seen.error} onRetry={() => void seen.refetch()} />}
      {!seen.data && !seen.isError && <Loading lines={2} />}
      {seen.data && !seen.isError && <Preview preview={seen.data} state={state} />}
    </section>
  );
}

interface PreviewProps {
  readonly preview: ReleasePreview;
  readonly state: ReleaseChange["state"] | undefined;
}

function Preview({ preview, state }: PreviewProps) {
  const { at, atOnce, changed, unchanged, noLongerOffered, critical, arrivals, groups, first } = preview;
  const intl = useIntl();
  const more = preview.truncated ? [intl.formatMessage({ id: "releases.preview.others" })] : [];
  return (
    <>
      <div role="status">
        <Counts>
          <Counted id="releases.preview.at_once" count={atOnce.organizations} />
          <Counted id="releases.preview.changed" count={changed.organizations} />
          <Counted id="releases.preview.changed_installations" count={changed.installations} />
          <Counted id="releases.preview.no_longer_offered" count={noLongerOffered.organizations} />
          <Counted id="releases.preview.unchanged" count={unchanged.organizations} />
        </Counts>
      </div>
      <Headline preview={preview} state={state} />
      <LimitConsequences preview={preview} />
      {critical && (
        <p>
          <FormattedMessage
            id={`releases.preview.critical.${critical.scope}`}
            values={{ count: critical.organizations }}
          />
        </p>
      )}
      {changed.users > 0 && (
        <p>
          <FormattedMessage id="releases.preview.users" values={{ count: changed.users }} />
        </p>
      )}
      {arrivals.length > 0 && <ArrivalTable arrivals={arrivals} now={at} />}
      {groups.length > 0 && <EffectGroups groups={groups} now={at} />}
      {first.length > 0 && (
        <details>
          <summary>
            <FormattedMessage id="releases.preview.who" />
          </summary>
          {intl.formatList([...first.map(({ name }) => name), ...more])}
        </details>
      )}
    </>
  );
}

/** In one sentence: who gets the release, who does not get it any more, or that nothing changes. */
function Headline({ preview, state }: PreviewProps) {
  const { at, changed, getting, losing, arrivals } = preview;
  const isNothing = changed.organizations + changed.users + changed.installations === 0;
  const due = arrivals.flatMap(({ arrives: { before, after } }) =>
    after === undefined ? (before ?? []) : [],
  );
  const first = due.sort()[0];
  const lost = state === "paused" || state === "withdrawn" ? state : "other";
  return (
    <>
      {isNothing && (
        <p>
          <FormattedMessage id={`releases.preview.${arrivals.length > 0 ? "as_before" : "nothing"}`} />
        </p>
      )}
      {losing.organizations > 0 && first !== undefined && (
        <p>
          <FormattedMessage
            id={`releases.preview.losing.${lost}`}
            values={{
              count: losing.organizations,
              isNow: first === at,
              first: <CalendarDay at={first} />,
            }}
          />
        </p>
      )}
      {!isNothing && getting.organizations > 0 && (
        <p>
          <FormattedMessage id="releases.preview.getting" values={{ count: getting.organizations }} />
        </p>
      )}
    </>
  );
}
