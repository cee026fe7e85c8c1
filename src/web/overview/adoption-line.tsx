import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { FormattedMessage } from "react-intl";
import { ANY } from "../counted/counted-search.ts";
import { adoptionNumbersQuery } from "../data/overview.ts";
import type { InstallationsSearch } from "../installations/installations-search.ts";
import { PAGES } from "../paths.ts";
import { ShareBar } from "../ui/share-bar.tsx";
import { Failed, Loading } from "../ui/states.tsx";
import styles from "./overview.module.css";

/** Makes the words of a number a link to its installations. */
function linkTo(search: InstallationsSearch) {
  return (words: ReactNode) => (
    <Link to={PAGES.installations} search={search}>
      {words}
    </Link>
  );
}

/** How many installations are stuck, and of how many customers, each as a link. */
function StuckLine({ installations, organizations }: { installations: number; organizations: number }) {
  return (
    <p>
      <FormattedMessage
        id="overview.adoption.stuck"
        values={{
          installations,
          organizations,
          those: linkTo({ stuck: "true" }),
          customers: (words: ReactNode) => (
            <Link to={PAGES.customers} search={{ stuck: "true", sort: "adoption" }}>
              {words}
            </Link>
          ),
        }}
      />
    </p>
  );
}

/** How many installations are up to date, behind, and stuck. */
export function AdoptionLine() {
  const { data, error, refetch } = useQuery(adoptionNumbersQuery);
  if (error) return <Failed error={error} onRetry={() => void refetch()} />;
  if (!data) return <Loading lines={2} />;
  const { total, current, behind, stuck, managed } = data;
  if (total === 0) {
    return (
      <p className={styles.quiet}>
        {managed === 0 ? (
          <FormattedMessage id="overview.adoption.none" />
        ) : (
          <Link to={PAGES.installations} search={{ condition: "managed" }}>
            <FormattedMessage id="customers.adoption.managed" values={{ managed }} />
          </Link>
        )}
      </p>
    );
  }
  return (
    <>
      <p>
        <FormattedMessage
          id="overview.adoption.line"
          values={{
            total,
            current,
            all: linkTo({}),
            those: linkTo({ current: "true" }),
          }}
        />
      </p>
      <ShareBar part={current} whole={total} />
      {behind > 0 && (
        <p>
          <Link to={PAGES.installations} search={{ behind: ANY }}>
            <FormattedMessage id="overview.adoption.behind" values={{ count: behind }} />
          </Link>
        </p>
      )}
      {stuck.installations > 0 && <StuckLine {...stuck} />}
      <p>
        <Link to={PAGES.adoption}>
          <FormattedMessage id="overview.adoption.more" />
        </Link>
      </p>
    </>
  );
}
