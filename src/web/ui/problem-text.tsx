import { FormattedMessage, useIntl } from "react-intl";
import type { FailedRequest } from "../data/refused.ts";

/** A refusal in the person's language if the page knows its code, otherwise in the server's own words. */
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
