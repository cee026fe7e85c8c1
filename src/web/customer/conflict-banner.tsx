import { useQuery } from "@tanstack/react-query";
import { FormattedMessage } from "react-intl";
import { useConfiguration } from "../data/configuration.ts";
import { hasHub, type Me, useMe } from "../data/me.ts";
import { conflictQuery } from "../data/organization.ts";
import type { Schedule } from "../schedule/schedule.ts";
import { ScheduleText } from "../schedule/schedule-text.tsx";
import { Banner } from "../ui/banner.tsx";
import { LocalTime } from "../ui/local-time.tsx";
import { Facts } from "../ui/section.tsx";
import { Failed, Loading } from "../ui/states.tsx";
import { ConflictActions } from "./conflict-actions.tsx";
import { RequestLines } from "./request-lines.tsx";

interface Props {
  readonly organizationId: string;
  /** Puts a schedule into the form that stands on the same page and shows its preview; without it the banner does. */
  readonly onSay?: (schedule: Schedule) => void;
}

/** R10: what each partner set, what applies meanwhile, how the conflict ends, and what the viewer can do about it. */
export function ConflictBanner({ organizationId, onSay }: Props) {
  const me = useMe();
  const configuration = useConfiguration();
  const { data: conflict, error, refetch } = useQuery(conflictQuery(organizationId));
  if (error) return <Failed error={error} onRetry={() => void refetch()} />;
  if (conflict === undefined) return <Loading lines={2} />;
  if (conflict === null) return null;
  const vendor = configuration.vendor;
  return (
    <Banner
      tone="warning"
      title={<FormattedMessage id="customer.conflict" values={{ count: conflict.sides.length }} />}
    >
      <p>
        <FormattedMessage id="customer.conflict.applies" values={{ vendor }} />
      </p>
      <Facts
        facts={conflict.sides.map(({ partnerId, partnerName, schedule, setAt, isDefault }) => [
          partnerId === me.partnerId ? (
            <FormattedMessage
              key={partnerId}
              id="customer.conflict.yours"
              values={{ partner: partnerName }}
            />
          ) : (
            partnerName
          ),
          <FormattedMessage
            key={partnerId}
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
        <FormattedMessage id={`customer.conflict.ends.${viewerOf(me)}`} values={{ vendor }} />
      </p>
      <RequestLines organizationId={organizationId} />
      <ConflictActions organizationId={organizationId} sides={conflict.sides} onSay={onSay} />
    </Banner>
  );
}

function viewerOf(me: Me): "partner" | "vendor" | "customer" {
  if (me.partnerId !== undefined) return "partner";
  return hasHub(me) ? "vendor" : "customer";
}
