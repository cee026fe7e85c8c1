import { useId } from "react";
import { FormattedMessage, useIntl } from "react-intl";
import type { Explanation } from "../data/explain.ts";
import { mayI, useMe } from "../data/me.ts";
import { CopyButton } from "../ui/copy-button.tsx";
import styles from "./explain.module.css";
import type { ExplainSearch } from "./explain-search.ts";
import { ReasonText } from "./reason-text.tsx";
import { StepEntry } from "./step-entry.tsx";
import { VerdictText } from "./verdict-text.tsx";

interface Props {
  readonly organizationId: string;
  readonly search: ExplainSearch;
  readonly now: string;
  readonly explanation: Explanation;
}

/** The verdict in a sentence, its reasons, and the trace. */
export function Answer({ organizationId, search, now, explanation }: Props) {
  const intl = useIntl();
  const id = useId();
  const me = useMe();
  const { verdict, trace } = explanation;
  return (
    <>
      <section className={styles.verdict}>
        <div className={styles.line}>
          <div role="status" className={styles.sentence}>
            <h2>
              <VerdictText organizationId={organizationId} search={search} now={now} verdict={verdict} />
            </h2>
          </div>
          <CopyButton text={linkTo(search.at ?? now)} label={intl.formatMessage({ id: "explain.copy_link" })}>
            <FormattedMessage id="explain.copy_link" />
          </CopyButton>
        </div>
        <ul className={styles.reasons} aria-label={intl.formatMessage({ id: "explain.reasons" })}>
          {verdict.reasons.map((reason) => (
            <li key={reason.code}>
              <ReasonText reason={reason} />
            </li>
          ))}
        </ul>
      </section>
      <section className={styles.trace} aria-labelledby={id}>
        <h2 id={id}>
          <FormattedMessage id="explain.trace" />
        </h2>
        <ol className={styles.steps} aria-labelledby={id}>
          {trace.map((step, at) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: the steps of an answer stay in their places
            <StepEntry key={at} step={step} isAudited={mayI(me, "read_audit")} />
          ))}
        </ol>
      </section>
    </>
  );
}

/** The address of this question with its instant, so that the answer is the same whenever it is opened. */
function linkTo(at: string): string {
  const url = new URL(window.location.href);
  url.searchParams.set("at", at);
  return url.href;
}
