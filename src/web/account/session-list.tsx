import { FormattedMessage, useIntl } from "react-intl";
import type { Session } from "../data/sessions.ts";
import { Badge } from "../ui/badge.tsx";
import { Button } from "../ui/button.tsx";
import { LocalTime } from "../ui/local-time.tsx";
import styles from "./account.module.css";

interface Props {
  readonly sessions: readonly Session[];
  /** The id of the session that is being ended, or undefined. */
  readonly ending: string | undefined;
  readonly onEnd: (id: string) => void;
}

/** Sessions in plain words, the newest first, each with a button that ends it but for the one of this browser. */
export function SessionList({ sessions, ending, onEnd }: Props) {
  return (
    <ul className={styles.list}>
      {sessions.map((session) => (
        <li key={session.id} className={styles.entry}>
          <span>
            <ClientText session={session} />{" "}
            {session.current && (
              <Badge tone="info">
                <FormattedMessage id="sign_in.account.this_session" />
              </Badge>
            )}
            <span className={styles.small}>
              <FormattedMessage
                id={`sign_in.account.session.${session.network === null ? "used" : "used_from"}`}
                values={{ at: <LocalTime at={session.lastUsedAt} />, network: session.network }}
              />
            </span>
          </span>
          {!session.current && (
            <End session={session} isPending={ending === session.id} onEnd={() => onEnd(session.id)} />
          )}
        </li>
      ))}
    </ul>
  );
}

/** The browser and the system, such as "Chrome 147 on Windows"; a program by the name that it gave. */
function ClientText({ session: { browser, system, userAgent } }: { session: Session }) {
  if (browser !== null && system !== null) {
    return <FormattedMessage id="sign_in.account.client" values={{ browser, system }} />;
  }
  return browser ?? (userAgent || <FormattedMessage id="sign_in.account.program" />);
}

function End({ session, isPending, onEnd }: { session: Session; isPending: boolean; onEnd: () => void }) {
  const intl = useIntl();
  const client = session.browser ?? session.userAgent;
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset cannot stand in a line in every browser
    <span role="group" aria-label={client || intl.formatMessage({ id: "sign_in.account.program" })}>
      <Button isPending={isPending} onPress={onEnd}>
        <FormattedMessage id="sign_in.account.end" />
      </Button>
    </span>
  );
}
