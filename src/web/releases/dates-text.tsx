import { useState } from "react";
import { FormattedMessage } from "react-intl";
import type { DatedRelease, ReleaseDate } from "../data/releases.ts";
import { CalendarDay } from "../ui/calendar-day.tsx";
import type { Level } from "./hierarchy-level.ts";
import { whyNotOffered } from "./not-offered.ts";
import styles from "./releases.module.css";

interface Props {
  readonly release: DatedRelease;
  readonly level: Level;
}

/** The first and the last day on which the person's customers get a release. */
export function DatesText({ release, level }: Props) {
  const { dates } = release;
  const [now] = useState(() => Date.now());
  const why = whyNotOffered(release, now);
  const [first, last] = [dates[0], dates.at(-1)];
  if (!first || !last) return <NoDates level={level} />;
  return (
    <span className={styles.lines}>
      {why && (
        <small className={styles.quiet}>
          <FormattedMessage id={`releases.dates.once.${why}`} />
        </small>
      )}
      <span className={styles.range}>
        {first.at === last.at ? (
          <CalendarDay at={first.at} />
        ) : (
          <FormattedMessage
            id="releases.dates.range"
            values={{ first: <CalendarDay at={first.at} />, last: <CalendarDay at={last.at} /> }}
          />
        )}
      </span>
      <Counts dates={dates} level={level} />
    </span>
  );
}

/** Says that no schedule in use gets a release. */
export function NoDates({ level }: { level: Level }) {
  return (
    <FormattedMessage
      id={level === "organization" ? "releases.dates.none.organization" : "releases.dates.none"}
    />
  );
}

/** How many customers these are; an organization only learns whether it is held back. */
function Counts({ dates, level }: { dates: readonly ReleaseDate[]; level: Level }) {
  const count = dates.reduce((total, one) => total + one.organizations, 0);
  const held = dates.reduce((total, one) => total + one.held, 0);
  if (level === "organization" && held === 0) return null;
  return (
    <small className={styles.quiet}>
      {level === "organization" ? (
        <FormattedMessage id="releases.dates.held.organization" />
      ) : (
        <FormattedMessage id="releases.dates.count" values={{ count, held }} />
      )}
    </small>
  );
}
