import { FormattedMessage, useIntl } from "react-intl";
import type { FailedRequest } from "../data/refused.ts";
import { linkSupport } from "./support-link.tsx";

/** What the sentence of a refusal speaks of: what a quota counts, whoever has it, and the most of it. */
function valuesOf({ quota }: FailedRequest) {
  const what = quota?.name.replace(/^(organization|partner|server|address)_/, "") ?? "other";
  return { support: linkSupport, what, most: quota?.most ?? 0 };
}

/** A refusal in the person's language if the page knows its code, otherwise in the server's own words. */
export function ProblemText({ refusal }: { refusal: FailedRequest }) {
  const intl = useIntl();
  const known = `problem.${refusal.code}` as "problem.unexpected";
  const isKnown = known in intl.messages;
  // A refusal that says by itself what to do needs no number in the server's log.
  const isNumbered = !isKnown || refusal.status >= 500;
  const text = isKnown ? <FormattedMessage id={known} values={valuesOf(refusal)} /> : refusal.message;
  return (
    <>
      <p>{text}</p>
      {isNumbered && refusal.trackingId !== undefined && (
        <p>
          <small>
            <FormattedMessage
              id="problem.tracking"
              values={{ id: refusal.trackingId, support: linkSupport }}
            />
          </small>
        </p>
      )}
    </>
  );
}
