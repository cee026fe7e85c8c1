import { useQuery } from "@tanstack/react-query";
import { getRouteApi } from "@tanstack/react-router";
import { FormattedMessage, useIntl } from "react-intl";
import { type Connection, type ConnectQuestion, connectionsQuery } from "../data/connect.ts";
import { FROM_CACHE, queryClient, settled } from "../data/query-client.ts";
import form from "../explain/explain.module.css";
import { Failed, Loading } from "../ui/states.tsx";
import type { CustomerVisit } from "../visit.ts";
import { AppForm, type Choice } from "./app-form.tsx";
import styles from "./connect.module.css";
import { type ConnectSearch, FIRST_VERSION, readConnectSearch } from "./connect-search.ts";
import { SetupFiles } from "./setup-files.tsx";
import { Trial } from "./trial.tsx";

const route = getRouteApi("/signed-in/customers/$organizationId/connect");

export function loadConnections({ params, location }: CustomerVisit): Promise<unknown> {
  const question = toQuestion(readConnectSearch({ ...location.search }));
  return settled(queryClient.query({ ...connectionsQuery(params.organizationId, question), ...FROM_CACHE }));
}

function toQuestion({
  platform = "win",
  arch = "x64",
  version = FIRST_VERSION,
}: ConnectSearch): ConnectQuestion {
  return { platform, arch, version };
}

/** What a developer writes to connect an app of this customer, and what the app would be told now. */
export function ConnectPage() {
  const intl = useIntl();
  const { organizationId } = route.useParams();
  const search = readConnectSearch({ ...route.useSearch() });
  const navigate = route.useNavigate();
  const { data, error, refetch } = useQuery(connectionsQuery(organizationId, toQuestion(search)));
  const choices = data?.items.flatMap(choicesOf) ?? [];
  const chosen = choices.find((one) => isChosen(one, search)) ?? choices[0];
  const change = (next: Partial<ConnectSearch>) =>
    void navigate({ search: { ...search, ...next }, resetScroll: false });
  return (
    <div className={styles.page}>
      <p className={styles.quiet}>
        <FormattedMessage id="connect.about" />
      </p>
      <section className={form.question} aria-label={intl.formatMessage({ id: "connect.app" })}>
        <AppForm search={search} choices={choices} chosen={chosen} onChange={change} />
      </section>
      {error && !data && <Failed error={error} onRetry={() => void refetch()} />}
      {!data && !error && <Loading lines={8} />}
      {chosen && (
        <>
          <SetupFiles choice={chosen} />
          <Trial
            organizationId={organizationId}
            connection={chosen.connection}
            question={toQuestion(search)}
          />
        </>
      )}
    </div>
  );
}

function choicesOf(connection: Connection): readonly Choice[] {
  return connection.frameworks.map((framework) => ({ connection, framework }));
}

function isChosen({ connection, framework }: Choice, search: ConnectSearch): boolean {
  if (connection.updater !== search.updater) return false;
  return search.framework === undefined || search.framework === framework.name;
}
