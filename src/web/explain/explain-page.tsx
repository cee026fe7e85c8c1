import { useQuery } from "@tanstack/react-query";
import { getRouteApi } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { FormattedMessage, useIntl } from "react-intl";
import { useConfiguration } from "../data/configuration.ts";
import { explainQuery } from "../data/explain.ts";
import { FROM_CACHE, queryClient, settled } from "../data/query-client.ts";
import { Failed, Loading } from "../ui/states.tsx";
import { useMedia } from "../ui/use-media.ts";
import type { CustomerVisit } from "../visit.ts";
import { Answer } from "./answer.tsx";
import styles from "./explain.module.css";
import { type ExplainSearch, readExplainSearch, toQuestion } from "./explain-search.ts";
import { Moments } from "./moments.tsx";
import { QuestionForm } from "./question-form.tsx";

const route = getRouteApi("/signed-in/customers/$organizationId/why");

export function loadExplanation({ params, location }: CustomerVisit): Promise<unknown> {
  const question = toQuestion(readExplainSearch({ ...location.search }));
  return settled(queryClient.query({ ...explainQuery(params.organizationId, question), ...FROM_CACHE }));
}

/** Why a user or an installation gets its version: the question, the verdict, and the part of each rule. */
export function ExplainPage() {
  const { organizationId } = route.useParams();
  // The router also passes on parameters that it does not know.
  const search = readExplainSearch({ ...route.useSearch() });
  const navigate = route.useNavigate();
  const configuration = useConfiguration();
  const { data, error, refetch, isPlaceholderData, dataUpdatedAt } = useQuery(
    explainQuery(organizationId, toQuestion(search)),
  );
  const now = new Date(dataUpdatedAt).toISOString();
  const ask = (change: Partial<ExplainSearch>) =>
    void navigate({ search: { ...search, ...change }, resetScroll: false });
  return (
    <div className={styles.page}>
      <p className={styles.quiet}>
        <FormattedMessage id="explain.about" values={{ product: configuration.product }} />
      </p>
      <Question>
        <QuestionForm organizationId={organizationId} search={search} onAsk={ask} />
      </Question>
      {error && !data && <Failed error={error} onRetry={() => void refetch()} />}
      {!data && !error && <Loading lines={8} />}
      {data && (
        <div className={isPlaceholderData ? styles.old : styles.answer} aria-busy={isPlaceholderData}>
          <Moments
            organizationId={organizationId}
            search={search}
            now={now}
            trace={data.trace}
            onGo={(at) => ask({ at })}
          />
          <Answer organizationId={organizationId} search={search} now={now} explanation={data} />
        </div>
      )}
    </div>
  );
}

/** The fields of the question; on a narrow screen folded, so that the answer is in sight. */
function Question({ children }: { children: ReactNode }) {
  const intl = useIntl();
  const isNarrow = useMedia("(max-width: 48rem)");
  const title = intl.formatMessage({ id: "explain.question" });
  if (isNarrow) {
    return (
      <details className={styles.question}>
        <summary>{title}</summary>
        {children}
      </details>
    );
  }
  return (
    <section className={styles.question} aria-label={title}>
      {children}
    </section>
  );
}
