import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { FormattedMessage } from "react-intl";
import type { ListState } from "../../policy/list-state.ts";
import { conflictsQuery, customerCountQuery, legacySettingsQuery } from "../data/organizations.ts";
import { PAGES } from "../paths.ts";
import { ScheduleText } from "../schedule/schedule-text.tsx";
import { Icon } from "../ui/icon.tsx";
import type { IconName } from "../ui/icons.ts";
import { Failed, Loading } from "../ui/states.tsx";
import styles from "./overview.module.css";
import { Requests } from "./requests.tsx";

/** The number of customers named; the link leads to all. */
const NAMED = 5;

/** Customers in conflict, customers with legacy settings, and how many are locked. */
export function Attention() {
  const conflicts = useQuery(conflictsQuery(NAMED));
  const legacy = useQuery(legacySettingsQuery(NAMED));
  const locked = useQuery(customerCountQuery({ states: ["locked"] }));
  const failed = [conflicts, legacy, locked].find(({ isError }) => isError);
  if (failed) return <Failed error={failed.error} onRetry={() => void failed.refetch()} />;
  if (!conflicts.data || !legacy.data || locked.data === undefined) return <Loading />;
  if (conflicts.data.items.length + legacy.data.items.length + locked.data === 0) {
    return (
      <p className={styles.quiet}>
        <FormattedMessage id="overview.attention.none" />
      </p>
    );
  }
  return (
    <>
      <Requests />
      {conflicts.data.items.length > 0 && (
        <Matter
          state="conflict"
          icon="warning"
          named={conflicts.data.items.length}
          about={<FormattedMessage id="overview.conflicts.about" />}
        >
          {conflicts.data.items.map(({ organizationId, organizationName, sides }) => (
            <li key={organizationId}>
              <CustomerLink id={organizationId} name={organizationName} />
              {sides.map(({ partnerId, partnerName: partner, schedule }) => (
                <span key={partnerId} className={styles.quiet}>
                  <FormattedMessage
                    id="customers.word"
                    values={{ partner, schedule: <ScheduleText schedule={schedule} /> }}
                  />
                </span>
              ))}
            </li>
          ))}
        </Matter>
      )}
      {legacy.data.items.length > 0 && (
        <Matter
          state="legacy"
          icon="recents"
          named={legacy.data.items.length}
          about={<FormattedMessage id="overview.legacy.about" />}
        >
          {legacy.data.items.map(({ organizationId: id, organizationName: name, schedule }) => (
            <li key={id}>
              <span>
                <FormattedMessage
                  id="overview.legacy.becomes"
                  values={{
                    customer: <CustomerLink id={id} name={name} />,
                    schedule: <ScheduleText schedule={schedule} place="to" />,
                  }}
                />
              </span>
            </li>
          ))}
        </Matter>
      )}
      {locked.data > 0 && <Matter state="locked" icon="lock" named={0} />}
    </>
  );
}

function CustomerLink({ id, name }: { id: string; name: string }) {
  return (
    <Link to={PAGES.customer} params={{ organizationId: id }}>
      {name}
    </Link>
  );
}

const TITLES = {
  conflict: "overview.conflicts",
  legacy: "overview.legacy",
  locked: "overview.locked",
} as const;

interface MatterProps {
  readonly state: ListState & keyof typeof TITLES;
  readonly icon: IconName;
  /** How many customers are named already. */
  readonly named: number;
  readonly about?: ReactNode;
  readonly children?: ReactNode;
}

/** One matter: how many customers it concerns, the first of them, and a link to all, unless all are named. */
function Matter({ state, icon, named, about, children }: MatterProps) {
  const { data: count } = useQuery(customerCountQuery({ states: [state] }));
  if (count === undefined) return <Loading lines={1} />;
  return (
    <div className={styles.matter}>
      <h3 className={styles.title}>
        <Icon name={icon} />
        <FormattedMessage id={TITLES[state]} values={{ count }} />
      </h3>
      {about && <p className={styles.quiet}>{about}</p>}
      {children && <ul className={styles.list}>{children}</ul>}
      {count > named && (
        <p>
          <Link to={PAGES.customers} search={{ state }}>
            <FormattedMessage id="overview.see_all" values={{ count }} />
          </Link>
        </p>
      )}
    </div>
  );
}
