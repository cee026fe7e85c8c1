import { useMutation, useSuspenseQuery } from "@tanstack/react-query";
import { FormattedMessage, useIntl } from "react-intl";
import { useMe } from "../data/me.ts";
import { FROM_CACHE, queryClient } from "../data/query-client.ts";
import { endOtherSessions, endSession, sessionsQuery } from "../data/sessions.ts";
import { ChangePassword } from "../sign-in/change-password.tsx";
import { Button } from "../ui/button.tsx";
import { Page } from "../ui/page.tsx";
import { Facts, Section } from "../ui/section.tsx";
import { Failed } from "../ui/states.tsx";
import { showDone } from "../ui/toasts.tsx";
import styles from "./account.module.css";
import { SecondFactorsPart } from "./second-factors.tsx";
import { SessionList } from "./session-list.tsx";

export function loadAccount(): Promise<unknown> {
  return queryClient.query({ ...sessionsQuery, ...FROM_CACHE });
}

/** The signed-in person's own page: name and role, password, second factor, open sessions. */
export function AccountPage() {
  const intl = useIntl();
  const me = useMe();
  const changed = () => showDone({ text: intl.formatMessage({ id: "sign_in.change.done" }) });
  return (
    <Page title={intl.formatMessage({ id: "sign_in.account.title" })}>
      <div>
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
          title={<FormattedMessage id="sign_in.account.sessions" />}
          about={<FormattedMessage id="sign_in.account.sessions_about" />}
        >
          <Sessions />
        </Section>
        {me.secondFactors === undefined ? (
          <Section title={<FormattedMessage id="sign_in.account.password" />}>
            <p>
              <FormattedMessage id="sign_in.account.elsewhere" />
            </p>
          </Section>
        ) : (
          <>
            <Section
              title={<FormattedMessage id="people.factors" />}
              about={<FormattedMessage id="sign_in.factors.about" />}
            >
              <SecondFactorsPart />
            </Section>
            <Section
              title={<FormattedMessage id="sign_in.account.password" />}
              about={<FormattedMessage id="sign_in.account.password_about" />}
            >
              <div className={styles.password}>
                <ChangePassword onDone={changed} />
              </div>
            </Section>
          </>
        )}
      </div>
    </Page>
  );
}

function Sessions() {
  const intl = useIntl();
  const { data } = useSuspenseQuery(sessionsQuery);
  const ended = () => showDone({ text: intl.formatMessage({ id: "sign_in.account.ended" }) });
  const ending = useMutation({ mutationFn: endSession, onSuccess: ended });
  const endingOthers = useMutation({ mutationFn: endOtherSessions, onSuccess: ended });
  const error = ending.error ?? endingOthers.error;
  return (
    <>
      <SessionList
        sessions={data.items}
        ending={ending.isPending ? ending.variables : undefined}
        onEnd={ending.mutate}
      />
      {error && <Failed error={error} />}
      {data.items.length > 1 && (
        <div>
          <Button isPending={endingOthers.isPending} onPress={() => endingOthers.mutate()}>
            <FormattedMessage id="sign_in.account.end_others" />
          </Button>
        </div>
      )}
    </>
  );
}
