import { useId } from "react";
import { FormattedMessage } from "react-intl";
import type { ReleasePreview } from "../data/releases.ts";
import { CalendarDay } from "../ui/calendar-day.tsx";
import table from "../ui/table.module.css";
import styles from "./releases.module.css";

type ArrivalCount = ReleasePreview["arrivals"][number];
type Arrivals = ArrivalCount["arrives"];

interface Props {
  readonly arrivals: readonly ArrivalCount[];
  /** The instant of the preview, which stands for what is offered already. */
  readonly now: string;
}

/** When customers and their installations get a release, without a step and with it. */
export function ArrivalTable({ arrivals, now }: Props) {
  const id = useId();
  const isNew = arrivals.every(({ arrives }) => arrives.before === undefined);
  return (
    <section aria-labelledby={id}>
      <h4 id={id}>
        <FormattedMessage id="releases.preview.arrivals" />
      </h4>
      <table className={table.table} aria-labelledby={id}>
        <thead>
          <tr>
            {!isNew && (
              <th scope="col">
                <FormattedMessage id="releases.preview.before" />
              </th>
            )}
            <th scope="col">
              <FormattedMessage id={isNew ? "releases.dates.at" : "releases.preview.after"} />
            </th>
            <th scope="col" className={table.number}>
              <FormattedMessage id="releases.dates.customers" />
            </th>
            <th scope="col" className={table.number}>
              <FormattedMessage id="releases.preview.installations" />
            </th>
          </tr>
        </thead>
        <tbody>
          {arrivals.map((one) => (
            <Row key={`${one.arrives.before}/${one.arrives.after}`} count={one} now={now} isNew={isNew} />
          ))}
        </tbody>
      </table>
    </section>
  );
}

function Row({ count, now, isNew }: { count: ArrivalCount; now: string; isNew: boolean }) {
  const { arrives, organizations, users, installations } = count;
  return (
    <tr>
      {!isNew && (
        <td>
          <ArrivalText at={arrives.before} now={now} />
        </td>
      )}
      <td>
        <ArrivalText at={arrives.after} now={now} />
        <Shift arrives={arrives} />
      </td>
      <td className={table.number}>
        <FormattedMessage id="releases.number" values={{ count: organizations }} />
        {users > 0 && (
          <p className={styles.quiet}>
            <FormattedMessage id="releases.preview.users_too" values={{ count: users }} />
          </p>
        )}
      </td>
      <td className={table.number}>
        <FormattedMessage id="releases.number" values={{ count: installations }} />
      </td>
    </tr>
  );
}

/** When a release arrives: never, now, or on a day. */
export function ArrivalText({ at, now }: { at: string | undefined; now: string }) {
  if (at === undefined) return <FormattedMessage id="releases.preview.never" />;
  return at === now ? <FormattedMessage id="releases.preview.now" /> : <CalendarDay at={at} show="exact" />;
}

/** By how many days it comes earlier or later. */
function Shift({ arrives: { before, after } }: { arrives: Arrivals }) {
  if (before === undefined || after === undefined) return null;
  const days = Math.round((Date.parse(after) - Date.parse(before)) / DAY_MS);
  if (days === 0) return null;
  return (
    <p className={styles.quiet}>
      <FormattedMessage
        id={`releases.preview.${days < 0 ? "earlier" : "later"}`}
        values={{ days: Math.abs(days) }}
      />
    </p>
  );
}

const DAY_MS = 86_400_000;
