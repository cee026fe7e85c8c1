import { useQuery } from "@tanstack/react-query";
import { FormattedMessage, useIntl } from "react-intl";
import type { FeedAnswer } from "../../client/ask-feed.ts";
import { type Connection, type ConnectQuestion, feedQuery } from "../data/connect.ts";
import { explainQuery } from "../data/explain.ts";
import { ReasonText } from "../explain/reason-text.tsx";
import { CodeText } from "../ui/code-text.tsx";
import { Section } from "../ui/section.tsx";
import { Failed, Loading } from "../ui/states.tsx";
import styles from "./connect.module.css";

interface Props {
  readonly organizationId: string;
  readonly connection: Connection;
  readonly question: ConnectQuestion;
}

/** What the updater of such an app asks first, what it is told now in its own format, and why. */
export function Trial({ organizationId, connection, question }: Props) {
  const { updater, request } = connection;
  const asked = useQuery(feedQuery(organizationId, request));
  return (
    <Section
      title={<FormattedMessage id="connect.try" />}
      about={<FormattedMessage id="connect.try.about" />}
    >
      <p className={styles.address}>
        <code>
          {request.method} {request.url}
        </code>
      </p>
      <Why organizationId={organizationId} updater={updater} question={question} />
      {asked.error && <Failed error={asked.error} onRetry={() => void asked.refetch()} />}
      {asked.isPending && <Loading lines={3} />}
      {asked.data && <Told {...asked.data} />}
    </Section>
  );
}

interface WhyProps extends Omit<Props, "connection"> {
  readonly updater: Connection["updater"];
}

/** The verdict as this updater gets it, with its reasons. */
function Why({ organizationId, updater, question }: WhyProps) {
  const { platform = "win", arch = "x64", version = "" } = question;
  const { data } = useQuery(explainQuery(organizationId, { platform, arch, version, updater }));
  if (!data) return <Loading lines={2} />;
  const { verdict } = data;
  return (
    <div role="status" className={styles.why}>
      <strong>
        <FormattedMessage id={`connect.verdict.${verdict.action}`} values={{ version: verdict.version }} />
      </strong>
      <ul className={styles.reasons}>
        {verdict.reasons.map((reason) => (
          <li key={reason.code}>
            <ReasonText reason={reason} />
          </li>
        ))}
      </ul>
    </div>
  );
}

function Told({ status, type, body }: FeedAnswer) {
  const intl = useIntl();
  return (
    <figure className={styles.file}>
      <figcaption className={styles.name}>
        <FormattedMessage id="connect.told" values={{ status, type: type ?? "" }} />
      </figcaption>
      {body !== "" && <CodeText label={intl.formatMessage({ id: "connect.answer" })}>{body}</CodeText>}
    </figure>
  );
}
