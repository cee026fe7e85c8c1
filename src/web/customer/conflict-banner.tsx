import { useQuery } from "@tanstack/react-query";
import { FormattedMessage } from "react-intl";
import { useConfiguration } from "../data/configuration.ts";
import { hasHub, useMe } from "../data/me.ts";
import { conflictQuery } from "../data/organization.ts";
import { ScheduleText } from "../schedule/schedule-text.tsx";
import { Banner } from "../ui/banner.tsx";
import { LocalTime } from "../ui/local-time.tsx";
import { Facts } from "../ui/section.tsx";
import { Failed, Loading } from "../ui/states.tsx";

/** R10: what each partner set, what applies meanwhile, and how the conflict ends. */
export function ConflictBanner({ organizationId }: { organizationId: string }) {
  const me = useMe();
  const configuration = useConfiguration();
  const { data: conflict, error, refetch } = useQuery(conflictQuery(organizationId));
  if (error) return <Failed error={error} onRetry={() => void refetch()} />;
  if (conflict === undefined) return <Loading lines={2} />;
  if (conflict === null) return null;
  const vendor = configuration.vendor;
  const viewer = me.partnerId !== undefined ? "partner" : hasHub(me) ? "vendor" : "customer";
  return (
    <Banner
      tone="warning"
      title={<FormattedMessage id="customer.conflict" values={{ count: conflict.sides.length }} />}
    >
      <p>
        <FormattedMessage id="customer.conflict.applies" values={{ vendor }} />
      </p>
      <Facts
        facts={conflict.sides.map(({ partnerName, schedule, setAt, isDefault }) => [
          partnerName,
          <FormattedMessage
            key={partnerName}
            id={`customer.conflict.${isDefault ? "default" : "special"}`}
            values={{
              schedule: (
                <b>
                  <ScheduleText schedule={schedule} />
                </b>
              ),
              at: <LocalTime at={setAt} />,
            }}
          />,
        ])}
      />
      <p>
        <FormattedMessage id={`customer.conflict.ends.${viewer}`} values={{ vendor }} />
      </p>
    </Banner>
  );
}
