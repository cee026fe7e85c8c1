import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { FormattedMessage } from "react-intl";
import { customerCountQuery } from "../data/organizations.ts";
import { PAGES } from "../paths.ts";
import { Failed, Loading } from "../ui/states.tsx";
import styles from "./overview.module.css";

const STATES = ["all", "inherits", "own", "conflict"] as const;

/** How many customers there are, inherit, have their own schedule and are in conflict; each number leads to them. */
export function CustomerNumbers() {
  return (
    <ul className={styles.numbers}>
      {STATES.map((state) => (
        <li key={state}>
          <CustomerNumber state={state} />
        </li>
      ))}
    </ul>
  );
}

function CustomerNumber({ state }: { state: (typeof STATES)[number] }) {
  const isAll = state === "all";
  const { data: count, error, refetch } = useQuery(customerCountQuery(isAll ? {} : { states: [state] }));
  if (error) return <Failed error={error} onRetry={() => void refetch()} />;
  if (count === undefined) return <Loading lines={2} />;
  return (
    <Link to={PAGES.customers} search={isAll ? {} : { state }} className={styles.number ?? ""}>
      <b>
        <FormattedMessage id="schedule.number" values={{ count }} />
      </b>
      <span>
        <FormattedMessage id={`overview.customers.${state}`} />
      </span>
    </Link>
  );
}
