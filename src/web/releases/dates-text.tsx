import { FormattedMessage } from "react-intl";
import type { ReleaseDate } from "../data/releases.ts";
import { InstantText } from "../ui/instant-text.tsx";
import styles from "./releases.module.css";

/** From when to when one's own customers get a release, in short. */
export function DatesText({ dates }: { dates: readonly ReleaseDate[] }) {
  const [first, last] = [dates[0], dates.at(-1)];
  if (!first || !last) return <FormattedMessage id="releases.dates.none" />;
  const count = dates.reduce((total, one) => total + one.organizations, 0);
  const held = dates.reduce((total, one) => total + one.held, 0);
  return (
    <span className={styles.lines}>
      <span className={styles.range}>
        {first.at === last.at ? (
          <InstantText at={first.at} />
        ) : (
          <FormattedMessage
            id="releases.dates.range"
            values={{ first: <InstantText at={first.at} />, last: <InstantText at={last.at} /> }}
          />
        )}
      </span>
      <small className={styles.quiet}>
        <FormattedMessage id="releases.dates.count" values={{ count, held }} />
      </small>
    </span>
  );
}
