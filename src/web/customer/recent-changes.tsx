import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { FormattedMessage } from "react-intl";
import { TogetherText } from "../audit/together-text.tsx";
import { UndoneText } from "../audit/undone-text.tsx";
import { recentChangesQuery } from "../data/organization.ts";
import { PAGES } from "../paths.ts";
import { LocalTime } from "../ui/local-time.tsx";
import { Failed, Loading } from "../ui/states.tsx";
import styles from "./customer.module.css";

const SHOWN = 5;

/** The newest changes of a customer; the audit has all of them. */
export function RecentChanges({ organizationId }: { organizationId: string }) {
  const { data, error, refetch } = useQuery(recentChangesQuery(organizationId, SHOWN));
  if (error) return <Failed error={error} onRetry={() => void refetch()} />;
  if (!data) return <Loading lines={3} />;
  if (data.items.length === 0) {
    return (
      <p>
        <FormattedMessage id="customer.changes.none" />
      </p>
    );
  }
  return (
    <>
      <ul className={styles.changes}>
        {data.items.map((entry) => (
          <li key={entry.sequence}>
            <Link to={PAGES.audit} search={{ customer: organizationId, entry: entry.sequence }}>
              <TogetherText entry={entry} names={data.names} />
            </Link>
            <UndoneText entry={entry} />
            <span className={styles.quiet}>
              <LocalTime at={entry.created} />
            </span>
          </li>
        ))}
      </ul>
      <p>
        <Link to={PAGES.audit} search={{ customer: organizationId }}>
          <FormattedMessage id="customer.changes.all" />
        </Link>
      </p>
    </>
  );
}
