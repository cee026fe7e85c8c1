import { useSuspenseQuery } from "@tanstack/react-query";
import { FormattedMessage, useIntl } from "react-intl";
import { sessionsQuery, useMe } from "../data/me.ts";
import { FROM_CACHE, queryClient } from "../data/query-client.ts";
import { ChangePassword } from "../sign-in/change-password.tsx";
import { Badge } from "../ui/badge.tsx";
import { LocalTime } from "../ui/local-time.tsx";
import { Page } from "../ui/page.tsx";
import { Facts, Section } from "../ui/section.tsx";
import table from "../ui/table.module.css";
import { showDone } from "../ui/toasts.tsx";

export function loadAccount(): Promise<unknown> {
  return queryClient.query({ ...sessionsQuery, ...FROM_CACHE });
}

/** The signed-in person's own page: name and role, password, open sessions. */
export function AccountPage() {
  const intl = useIntl();
  const me = useMe();
  const changed = () => showDone({ text: intl.formatMessage({ id: "sign_in.change.done" }) });
  return (
    <Page title={intl.formatMessage({ id: "sign_in.account.title" })}>
      <Section title={<FormattedMessage id="sign_in.account.who" />}>
        <Facts
          facts={[
            [<FormattedMessage key="name" id="sign_in.account.name" />, me.person.displayName],
            [
              <FormattedMessage key="role" id="sign_in.account.role" />,
              <FormattedMessage key="its" id={`frame.role.${me.role}`} />,
            ],
            me.levelName === undefined
              ? null
              : [<FormattedMessage key="level" id="sign_in.account.level" />, me.levelName],
          ]}
        />
      </Section>
      <Section
        title={<FormattedMessage id="sign_in.account.password" />}
        about={<FormattedMessage id="sign_in.account.password_about" />}
      >
        <ChangePassword onDone={changed} />
      </Section>
      <Section
        title={<FormattedMessage id="sign_in.account.sessions" />}
        about={<FormattedMessage id="sign_in.account.sessions_about" />}
      >
        <Sessions />
      </Section>
    </Page>
  );
}

function Sessions() {
  const { data } = useSuspenseQuery(sessionsQuery);
  return (
    <table className={table.table}>
      <tbody>
        {data.items.map((session) => (
          <tr key={session.id}>
            <td>
              {session.userAgent || <FormattedMessage id="sign_in.account.program" />}{" "}
              {session.current && (
                <Badge tone="info">
                  <FormattedMessage id="sign_in.account.this_session" />
                </Badge>
              )}
            </td>
            <td>
              <FormattedMessage id="sign_in.account.last_used" /> <LocalTime at={session.lastUsedAt} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
