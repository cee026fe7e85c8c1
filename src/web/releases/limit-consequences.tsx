import { FormattedMessage } from "react-intl";
import type { ReleasePreview } from "../data/releases.ts";
import { Banner } from "../ui/banner.tsx";
import { CalendarDay } from "../ui/calendar-day.tsx";
import styles from "./releases.module.css";

/** How many customers are named. */
const MOST_NAMED = 10;

/** R28, R30: what a step means for installations by floors and ends of life. */
export function LimitConsequences({ preview }: { preview: ReleasePreview }) {
  const { routed, stranded, expiresBeforeNext: expiring } = preview;
  return (
    <>
      {routed && routed.before.installations + routed.after.installations > 0 && (
        <p>
          <FormattedMessage id="releases.preview.routed" values={countsOf(routed)} />
        </p>
      )}
      {stranded && stranded.after.installations > 0 && (
        <Banner
          tone="warning"
          title={<FormattedMessage id="releases.preview.stranded" values={countsOf(stranded)} />}
        >
          <Names first={stranded.first} total={stranded.after.organizations} />
        </Banner>
      )}
      {expiring && expiring.after.organizations > 0 && (
        <Banner
          tone="warning"
          title={<FormattedMessage id="releases.preview.expiring" values={countsOf(expiring)} />}
        >
          <Expiries expiring={expiring} />
        </Banner>
      )}
    </>
  );
}

type LimitCount = NonNullable<ReleasePreview["stranded"]>;
type Expiring = NonNullable<ReleasePreview["expiresBeforeNext"]>;

function countsOf({ before, after }: Pick<LimitCount, "before" | "after">) {
  return {
    count: after.installations,
    before: before.installations,
    customers: after.organizations,
    customersBefore: before.organizations,
  };
}

/** The first customers by name, each with how many of its installations. */
function Names({ first, total }: { first: LimitCount["first"]; total: number }) {
  const named = first.slice(0, MOST_NAMED);
  return (
    <ul className={styles.lines}>
      {named.map(({ id, name, installations }) => (
        <li key={id}>
          <FormattedMessage id="releases.preview.limited" values={{ name, count: installations }} />
        </li>
      ))}
      <More count={total - named.length} />
    </ul>
  );
}

function Expiries({ expiring: { first, after } }: { expiring: Expiring }) {
  const named = first.slice(0, MOST_NAMED);
  return (
    <ul className={styles.lines}>
      {named.map(({ id, name, version, expiresAt, nextAt }) => (
        <li key={id}>
          <FormattedMessage
            id={`releases.preview.expires.${nextAt === undefined ? "without_next" : "before_next"}`}
            values={{
              name,
              version,
              expiresAt: <CalendarDay at={expiresAt} />,
              nextAt: nextAt === undefined ? null : <CalendarDay at={nextAt} />,
            }}
          />
        </li>
      ))}
      <More count={after.organizations - named.length} />
    </ul>
  );
}

function More({ count }: { count: number }) {
  if (count <= 0) return null;
  return (
    <li>
      <FormattedMessage id="releases.preview.more" values={{ count }} />
    </li>
  );
}
