import { useInfiniteQuery } from "@tanstack/react-query";
import { getRouteApi } from "@tanstack/react-router";
import { type ComponentProps, useState } from "react";
import { FormattedMessage, useIntl } from "react-intl";
import { mayI, useMe } from "../data/me.ts";
import { FROM_CACHE, queryClient, settled } from "../data/query-client.ts";
import { usersQuery } from "../data/users.ts";
import { InstallationPanel } from "../installations/installation-panel.tsx";
import { Button } from "../ui/button.tsx";
import { SearchField } from "../ui/search-field.tsx";
import { ShowMore } from "../ui/show-more.tsx";
import { Empty, Failed, Loading } from "../ui/states.tsx";
import type { CustomerVisit } from "../visit.ts";
import { AddUserDialog } from "./add-user-dialog.tsx";
import { useUserActions } from "./user-actions.ts";
import { UserPanel, type UserStep } from "./user-panel.tsx";
import styles from "./users.module.css";
import { readUsersSearch } from "./users-search.ts";
import { UsersTable } from "./users-table.tsx";

const route = getRouteApi("/signed-in/customers/$organizationId/users");

export function loadCustomerUsers({ params, location }: CustomerVisit): Promise<unknown> {
  const { q = "" } = readUsersSearch({ ...location.search });
  return settled(queryClient.infiniteQuery({ ...usersQuery(params.organizationId, q), ...FROM_CACHE }));
}

/** The users of a customer; a row opens the panel of a user. */
export function CustomerUsers() {
  const intl = useIntl();
  const { organizationId } = route.useParams();
  const { q = "", user, installation, add } = route.useSearch();
  const navigate = route.useNavigate();
  const me = useMe();
  const [begin, setBegin] = useState<UserStep | null>(null);
  const reason = mayI(me, "manage_users") ? undefined : intl.formatMessage({ id: "users.add.not_allowed" });
  const show = (panel: { user?: string; add?: true }, step: UserStep | null = null) => {
    setBegin(step);
    void navigate({
      search: { ...(q !== "" && { q }), ...panel },
      replace: user !== undefined && panel.user !== undefined,
      resetScroll: false,
    });
  };
  const close = () => show({});
  const actionsOf = useUserActions((next, step) => show({ user: next }, step));
  const search = (next: string) => void navigate({ search: next === "" ? {} : { q: next }, replace: true });
  return (
    <section className={styles.users} aria-label={intl.formatMessage({ id: "frame.place.users" })}>
      <h2 className="visually-hidden">
        <FormattedMessage id="frame.place.users" />
      </h2>
      <div className={`${styles.toolbar} screen-only`}>
        <SearchField label={intl.formatMessage({ id: "users.search" })} value={q} onChange={search} />
        <Button icon="add" disabledReason={reason} onPress={() => show({ add: true })}>
          <FormattedMessage id="users.add" />
        </Button>
      </div>
      <Users {...{ organizationId, q, actionsOf }} openId={user} onOpen={(next) => show({ user: next })} />
      {user !== undefined && (
        <UserPanel id={user} {...{ organizationId, installation, begin }} onClose={close} />
      )}
      {user === undefined && installation !== undefined && (
        <InstallationPanel id={installation} organizationId={organizationId} onClose={close} />
      )}
      {add && reason === undefined && <AddUserDialog organizationId={organizationId} onClose={close} />}
    </section>
  );
}

interface UsersProps {
  readonly organizationId: string;
  readonly q: string;
  readonly openId: string | undefined;
  readonly onOpen: (id: string) => void;
  readonly actionsOf: ComponentProps<typeof UsersTable>["actionsOf"];
}

function Users({ organizationId, q, openId, onOpen, actionsOf }: UsersProps) {
  const found = useInfiniteQuery(usersQuery(organizationId, q));
  if (found.error && !found.data) {
    return <Failed error={found.error} onRetry={() => void found.refetch()} />;
  }
  if (!found.data) return <Loading />;
  const users = found.data.pages.flatMap(({ body }) => body.items);
  if (users.length === 0) {
    const which = q === "" ? "none" : "not_found";
    return (
      <Empty icon="people" title={<FormattedMessage id={`users.${which}`} />}>
        <FormattedMessage id={`users.${which}_about`} />
      </Empty>
    );
  }
  return (
    <>
      <UsersTable {...{ users, openId, onOpen, actionsOf }} />
      <ShowMore list={found} />
    </>
  );
}
