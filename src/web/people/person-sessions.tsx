import { useMutation, useQuery } from "@tanstack/react-query";
import { FormattedMessage } from "react-intl";
import { SessionList } from "../account/session-list.tsx";
import type { Person } from "../data/people.ts";
import { endSessionOf, endSessionsOf, sessionsOfQuery } from "../data/sessions.ts";
import { Button } from "../ui/button.tsx";
import { Failed, Loading } from "../ui/states.tsx";
import styles from "./people.module.css";

/** Where an administrator is signed in, with buttons that end one session or all. */
export function PersonSessions({ person: { id } }: { person: Person }) {
  const { data, error, refetch } = useQuery(sessionsOfQuery(id));
  const ending = useMutation({ mutationFn: (session: string) => endSessionOf(id, session) });
  const endingAll = useMutation({ mutationFn: () => endSessionsOf(id) });
  const failure = ending.error ?? endingAll.error;
  return (
    <section className={styles.part}>
      <h3>
        <FormattedMessage id="sign_in.account.sessions" />
      </h3>
      {data ? (
        data.items.length === 0 ? (
          <p className={styles.quiet}>
            <FormattedMessage id="people.sessions.none" />
          </p>
        ) : (
          <SessionList
            sessions={data.items}
            ending={ending.isPending ? ending.variables : undefined}
            onEnd={ending.mutate}
          />
        )
      ) : error ? (
        <Failed error={error} onRetry={() => void refetch()} />
      ) : (
        <Loading lines={2} />
      )}
      {failure && <Failed error={failure} />}
      {data && data.items.length > 1 && (
        <div>
          <Button isPending={endingAll.isPending} onPress={() => endingAll.mutate()}>
            <FormattedMessage id="people.sessions.end_all" />
          </Button>
        </div>
      )}
    </section>
  );
}
