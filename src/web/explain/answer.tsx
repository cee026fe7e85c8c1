import { FormattedMessage, useIntl } from "react-intl";
import type { Explanation } from "../data/explain.ts";
import { CopyButton } from "../ui/copy-button.tsx";
import styles from "./explain.module.css";
import type { ExplainSearch } from "./explain-search.ts";
import { ReasonText } from "./reason-text.tsx";
import { TraceParts } from "./trace-parts.tsx";
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
      <TraceParts trace={trace} />
    </>
  );
}

/** The address of this question with its instant, so that the answer is the same whenever it is opened. */
function linkTo(at: string): string {
  const url = new URL(window.location.href);
  url.searchParams.set("at", at);
  return url.href;
}
