import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { FormattedMessage } from "react-intl";
import { adoptionNumbersQuery } from "../data/overview.ts";
import { PAGES } from "../paths.ts";
import { ShareBar } from "../ui/share-bar.tsx";
import { Failed, Loading } from "../ui/states.tsx";
import styles from "./overview.module.css";

/** How many installations are up to date. */
export function AdoptionLine() {
  const { data, error, refetch } = useQuery(adoptionNumbersQuery);
  if (error) return <Failed error={error} onRetry={() => void refetch()} />;
  if (!data) return <Loading lines={2} />;
  const { total, current, managed } = data;
  if (total === 0) {
    return (
      <p className={styles.quiet}>
        {managed === 0 ? (
          <FormattedMessage id="overview.adoption.none" />
        ) : (
          <FormattedMessage id="customers.adoption.managed" values={{ managed }} />
        )}
      </p>
    );
  }
  return (
    <>
      <p>
        <FormattedMessage id="overview.adoption.line" values={{ total, current }} />
      </p>
      <ShareBar part={current} whole={total} />
      <p>
        <Link to={PAGES.adoption}>
          <FormattedMessage id="overview.adoption.more" />
        </Link>
      </p>
    </>
  );
}
