import { FormattedMessage } from "react-intl";
import { Banner } from "../ui/banner.tsx";
import { CalendarDay } from "../ui/calendar-day.tsx";
import type { Preview } from "./schedule.ts";

type Expiring = NonNullable<Preview["expiresBeforeNext"]>["versions"][number];

/** R30: the versions that expire before their successors come or, if none does, how many days are to spare. */
export function PreviewExpiries({ preview: { expiresBeforeNext, daysToSpare } }: { preview: Preview }) {
  if (expiresBeforeNext) {
    const { organizations: count, versions } = expiresBeforeNext;
    return (
      <Banner tone="warning" title={<FormattedMessage id="schedule.preview.expiring" values={{ count }} />}>
        <ul>
          {versions.map((one) => (
            <li key={one.version}>
              <ExpiryText expiring={one} />
            </li>
          ))}
        </ul>
      </Banner>
    );
  }
  if (daysToSpare === undefined) return null;
  return (
    <p>
      <FormattedMessage id="schedule.preview.days_to_spare" values={{ days: daysToSpare }} />
    </p>
  );
}

function ExpiryText({ expiring: { version, expiresAt, nextAt } }: { expiring: Expiring }) {
  const values = { version: <b>{version}</b>, expiresAt: <CalendarDay at={expiresAt} /> };
  if (nextAt === undefined)
    return <FormattedMessage id="schedule.preview.expires.without_next" values={values} />;
  return (
    <FormattedMessage
      id="schedule.preview.expires.before_next"
      values={{ ...values, nextAt: <CalendarDay at={nextAt} /> }}
    />
  );
}
