import { FormattedMessage, useIntl } from "react-intl";
import type { FailedRequest } from "../data/refused.ts";

/** What was refused, in the person's language where the code is known to the page, else in the server's own words. */
export function ProblemText({ refusal }: { refusal: FailedRequest }) {
  const intl = useIntl();
  const known = `problem.${refusal.code}` as "problem.unexpected";
  const text = known in intl.messages ? intl.formatMessage({ id: known }) : refusal.message;
  return (
    <>
      <p>{text}</p>
      {refusal.trackingId !== undefined && (
        <p>
          <small>
            <FormattedMessage id="problem.tracking" values={{ id: refusal.trackingId }} />
          </small>
        </p>
      )}
    </>
  );
}
