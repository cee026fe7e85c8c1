import { FormattedMessage } from "react-intl";
import type { ReleasePreview } from "../data/releases.ts";
import { NextText } from "../schedule/next-text.tsx";
import { ScheduleText } from "../schedule/schedule-text.tsx";
import { ArrivalText } from "./arrival-table.tsx";
import styles from "./releases.module.css";

type Group = ReleasePreview["groups"][number];

/** What a step does under each schedule. */
export function EffectGroups({ groups, now }: { groups: readonly Group[]; now: string }) {
  return (
    <ul className={styles.groups}>
      {groups.map((group) => (
        <GroupEntry key={JSON.stringify(group)} group={group} now={now} />
      ))}
    </ul>
  );
}

function GroupEntry({ group, now }: { group: Group; now: string }) {
  const { schedule, held, organizations, users, arrives, offered, next } = group;
  return (
    <li className={styles.group}>
      <b>
        <FormattedMessage
          id="releases.preview.group"
          values={{ schedule: <ScheduleText schedule={schedule} />, organizations, users, held }}
        />
      </b>
      {arrives.before !== arrives.after && (
        <span>
          <FormattedMessage
            id="releases.preview.moves"
            values={{
              before: <ArrivalText at={arrives.before} now={now} />,
              after: <ArrivalText at={arrives.after} now={now} />,
            }}
          />
        </span>
      )}
      {offered && <Offered offered={offered} />}
      {next && (
        <span>
          <NextText next={next.after} />
        </span>
      )}
    </li>
  );
}

function Offered({ offered: { before, after } }: { offered: NonNullable<Group["offered"]> }) {
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
