import type { UseQueryResult } from "@tanstack/react-query";
import { useId } from "react";
import { FormattedMessage } from "react-intl";
import type { ReleasePreview } from "../data/releases.ts";
import { NextText } from "../schedule/next-text.tsx";
import { ScheduleText } from "../schedule/schedule-text.tsx";
import { CalendarDay } from "../ui/calendar-day.tsx";
import { Counted, Counts } from "../ui/counted.tsx";
import { Failed, Loading } from "../ui/states.tsx";
import styles from "./releases.module.css";

/** What a change would do, before it is made. */
export function Consequences({ seen }: { seen: UseQueryResult<ReleasePreview> }) {
  const id = useId();
  return (
    <section className={styles.preview} aria-labelledby={id}>
      <h3 id={id}>
        <FormattedMessage id="releases.preview" />
      </h3>
      {seen.isError && <Failed error={seen.error} onRetry={() => void seen.refetch()} />}
      {!seen.data && !seen.isError && <Loading lines={2} />}
      {seen.data && !seen.isError && <Preview preview={seen.data} />}
    </section>
  );
}

function Preview({ preview }: { preview: ReleasePreview }) {
  const { atOnce, changed, unchanged, noLongerOffered, critical, groups, first, truncated } = preview;
  const users = changed.users;
  return (
    <>
      <div role="status">
        <Counts>
          <Counted id="releases.preview.at_once" count={atOnce.organizations} />
          <Counted id="releases.preview.changed" count={changed.organizations} />
          <Counted id="releases.preview.no_longer_offered" count={noLongerOffered.organizations} />
          <Counted id="releases.preview.unchanged" count={unchanged.organizations} />
        </Counts>
      </div>
      {critical && (
        <p>
          <FormattedMessage
            id={`releases.preview.critical.${critical.scope}`}
            values={{ count: critical.organizations }}
          />
        </p>
      )}
      {users > 0 && (
        <p>
          <FormattedMessage id="releases.preview.users" values={{ count: users }} />
        </p>
      )}
      {groups.length === 0 ? (
        <p>
          <FormattedMessage id="releases.preview.nothing" />
        </p>
      ) : (
        <ul className={styles.groups}>
          {groups.map((group) => (
            <GroupEntry key={JSON.stringify(group)} group={group} />
          ))}
        </ul>
      )}
      {first.length > 0 && (
        <details>
          <summary>
            <FormattedMessage id="releases.preview.who" />
          </summary>
          <FormattedMessage
            id="releases.preview.names"
            values={{ names: first.map(({ name }) => name).join(", "), truncated }}
          />
        </details>
      )}
    </>
  );
}

type Group = ReleasePreview["groups"][number];

/** Customers in the same situation: what they are offered from now on, and what comes next for them. */
function GroupEntry({ group }: { group: Group }) {
  const { schedule, held, organizations, users, offered, next } = group;
  return (
    <li className={styles.group}>
      <b>
        <FormattedMessage
          id="releases.preview.group"
          values={{ schedule: <ScheduleText schedule={schedule} />, organizations, users, held }}
        />
      </b>
      {offered.before?.version !== offered.after?.version && <Offered offered={offered} />}
      <Next next={next} />
    </li>
  );
}

function Offered({ offered: { before, after } }: Pick<Group, "offered">) {
  const kind = after ? (before ? "instead" : "first") : "none";
  return (
    <span>
      <FormattedMessage
        id={`releases.preview.offered.${kind}`}
        values={{ before: before?.version, after: <b>{after?.version}</b> }}
      />
    </span>
  );
}

function Next({ next: { before, after } }: Pick<Group, "next">) {
  const isSame = before?.version === after?.version && before?.at === after?.at;
  return (
    <span>
      <NextText next={after} />
      {before && !isSame && (
        <small className={styles.quiet}>
          {" "}
          <FormattedMessage
            id="schedule.next.otherwise"
            values={{ version: before.version, at: <CalendarDay at={before.at} /> }}
          />
        </small>
      )}
    </span>
  );
}
