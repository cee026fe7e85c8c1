import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { FormattedMessage } from "react-intl";
import { useMe } from "../data/me.ts";
import { openRequestsQuery, type ScheduleRequest } from "../data/requests.ts";
import { PAGES } from "../paths.ts";
import { ScheduleText } from "../schedule/schedule-text.tsx";
import { Icon } from "../ui/icon.tsx";
import styles from "./overview.module.css";

/** R10: the requests of other partners that wait for an answer of one's own company, and those that it has made. */
export function Requests() {
  const me = useMe();
  const { data: requests = [] } = useQuery({ ...openRequestsQuery, enabled: me.partnerId !== undefined });
  const toUs = requests.filter(({ to }) => to.partnerId === me.partnerId);
  const fromUs = requests.filter(({ from }) => from.partnerId === me.partnerId);
  return (
    <>
      {toUs.length > 0 && (
        <RequestGroup
          title={<FormattedMessage id="overview.requests" values={{ count: toUs.length }} />}
          about={<FormattedMessage id="overview.requests.about" />}
        >
          {toUs.map((one) => (
            <RequestItem
              key={one.id}
              request={one}
              partner={one.from.partnerName}
              id="overview.requests.one"
            />
          ))}
        </RequestGroup>
      )}
      {fromUs.length > 0 && (
        <RequestGroup
          title={<FormattedMessage id="overview.requests.sent" values={{ count: fromUs.length }} />}
        >
          {fromUs.map((one) => (
            <RequestItem
              key={one.id}
              request={one}
              partner={one.to.partnerName}
              id="overview.requests.sent_one"
            />
          ))}
        </RequestGroup>
      )}
    </>
  );
}

interface GroupProps {
  readonly title: ReactNode;
  readonly about?: ReactNode;
  readonly children: ReactNode;
}

function RequestGroup({ title, about, children }: GroupProps) {
  return (
    <div className={styles.matter}>
      <h3 className={styles.title}>
        <Icon name="people" />
        {title}
      </h3>
      {about && <p className={styles.quiet}>{about}</p>}
      <ul className={styles.list}>{children}</ul>
    </div>
  );
}

interface ItemProps {
  readonly request: ScheduleRequest;
  readonly partner: string;
  readonly id: "overview.requests.one" | "overview.requests.sent_one";
}

function RequestItem({ request, partner, id }: ItemProps) {
  const { organizationId, organizationName, schedule } = request;
  const customer = (
    <Link to={PAGES.customer} params={{ organizationId }}>
      {organizationName}
    </Link>
  );
  return (
    <li>
      <span>
        <FormattedMessage
          id={id}
          values={{ customer, partner, schedule: <ScheduleText schedule={schedule} /> }}
        />
      </span>
    </li>
  );
}
