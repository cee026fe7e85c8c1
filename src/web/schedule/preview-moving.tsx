import { FormattedMessage } from "react-intl";
import { CalendarDay } from "../ui/calendar-day.tsx";
import { NextText } from "./next-text.tsx";
import { GroupNames, type PreviewGroup } from "./preview-group.tsx";
import styles from "./schedule.module.css";
import { ScheduleText } from "./schedule-text.tsx";

type NextRelease = NonNullable<PreviewGroup["next"]["after"]>;

/** Customers that go from one schedule to another: what comes next for them, and what comes without the change. */
export function MovingGroup({ group, reach }: { group: PreviewGroup; reach: "one" | "many" }) {
  const { organizations, from, to, held, next } = group;
  const ends = {
    from: <ScheduleText schedule={from} place="from" />,
    to: (
      <b>
        <ScheduleText schedule={to} place="to" />
      </b>
    ),
  };
  return (
    <li className={styles.group}>
      <span>
        {reach === "one" ? (
          <FormattedMessage id="schedule.preview.one" values={ends} />
        ) : (
          <FormattedMessage id="schedule.preview.group" values={{ count: organizations, ...ends }} />
        )}
      </span>
      {held && (
        <span>
          <FormattedMessage id={`schedule.preview.group_held.${reach}`} />
        </span>
      )}
      <span>
        <NextText next={next.after} following={group.following} hasHint={reach === "one"} />
      </span>
      <Before before={next.before} after={next.after} />
      {reach === "one" && group.users > 0 && (
        <span className={styles.quiet}>
          <FormattedMessage id="schedule.reach.user_on_automatic_upgrades" values={{ count: group.users }} />
        </span>
      )}
      {reach === "many" && <GroupNames group={group} />}
    </li>
  );
}

/** What comes next without the change, if that differs. */
function Before({ before, after }: { before: NextRelease | undefined; after: NextRelease | undefined }) {
  if (!before || isSameNext(before, after)) return null;
  return (
    <span className={styles.quiet}>
      <FormattedMessage
        id="schedule.next.otherwise"
        values={{
          version: before.version,
          at: <CalendarDay at={before.at} />,
          isExact: String(before.isExact),
        }}
      />
    </span>
  );
}

function isSameNext(one: NextRelease, other: NextRelease | undefined): boolean {
  return one.version === other?.version && one.at === other.at && one.isExact === other.isExact;
}
