import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { getRouteApi } from "@tanstack/react-router";
import { type ReactNode, useCallback, useMemo, useState } from "react";
import { FormattedMessage, useIntl } from "react-intl";
import type { ListSort } from "../../policy/list-sort.ts";
import { hasReleaseManagement } from "../../tenancy/partner.ts";
import { COUNTED_KEYS } from "../counted/counted-search.ts";
import { type Me, mayI, useMe } from "../data/me.ts";
import { type Customer, type CustomerFilters, customersQuery, exportPath } from "../data/organizations.ts";
import { partnerQuery } from "../data/partners.ts";
import { FROM_CACHE, queryClient, settled } from "../data/query-client.ts";
import { NotEditable } from "../schedule/not-editable.tsx";
import { Button, classOfButton } from "../ui/button.tsx";
import { Icon } from "../ui/icon.tsx";
import { LatePart } from "../ui/late-part.tsx";
import { Page } from "../ui/page.tsx";
import { Reason } from "../ui/reason.tsx";
import { Failed, Loading } from "../ui/states.tsx";
import type { Visit } from "../visit.ts";
import { useCustomerActions } from "./customer-actions.ts";
import { CustomerTable } from "./customer-table.tsx";
import { CustomerToolbar } from "./customer-toolbar.tsx";
import styles from "./customers.module.css";
import { type CustomersSearch, filtersOf, readCustomersSearch } from "./customers-search.ts";
import { NoCustomers } from "./no-customers.tsx";
import { SelectionBar } from "./selection-bar.tsx";
import { useFollowing } from "./use-following.ts";
import { type NamePartners, usePartnerNames } from "./use-partner-names.ts";
import { useSelection } from "./use-selection.ts";

const route = getRouteApi("/signed-in/customers");

export function loadCustomers({ location }: Visit): Promise<unknown> {
  const search = readCustomersSearch({ ...location.search });
  const query = customersQuery(filtersOf(search), search.sort ?? "name");
  return settled(queryClient.infiniteQuery({ ...query, ...FROM_CACHE }));
}

/** Every customer that the person may see. */
export function CustomersPage() {
  const me = useMe();
  const intl = useIntl();
  const [search, change] = useSearch();
  const open = useCallback((customer: string) => change({ customer }, "push"), [change]);
  const namePartners = usePartnerNames(me);
  const mayCreate = mayI(me, "manage_organizations") && me.organizationIds === undefined;
  const closed = () => change({ create: "" });
  const actions = (
    <>
      <a className={classOfButton("secondary")} href={exportPath(filtersOf(search), intl.locale)} download>
        <Icon name="download" size="small" />
        <FormattedMessage id="customers.export" />
      </a>
      {mayCreate && (
        <Button look="primary" icon="add" onPress={() => change({ create: "true" }, "push")}>
          <FormattedMessage id="customers.create" />
        </Button>
      )}
    </>
  );
  const created = (customer: string) => change({ create: "", customer });
  return (
    <Page title={intl.formatMessage({ id: "frame.place.customers" })} actions={actions}>
      <CustomerToolbar search={search} onChange={change} hasPartners={me.partnerId === undefined} />
      <CustomerList {...{ me, search, change, open, namePartners }} />
      {search.customer && (
        <LatePart name="customer-panel" load={() => import("./customer-panel.tsx")}>
          {({ CustomerPanel }) => (
            <CustomerPanel
              me={me}
              id={search.customer ?? ""}
              namePartners={namePartners}
              onClose={() => change({ customer: "" }, "push")}
            />
          )}
        </LatePart>
      )}
      {search.create && mayCreate && (
        <LatePart name="create-customer" load={() => import("./create-customer.tsx")}>
          {({ CreateCustomer }) => <CreateCustomer me={me} onClose={closed} onCreated={created} />}
        </LatePart>
      )}
    </Page>
  );
}

/** What shows all customers again. */
const NO_LIMITS = Object.fromEntries(["q", "state", "partner", ...COUNTED_KEYS].map((key) => [key, ""]));

type Change = (change: Partial<Record<keyof CustomersSearch, string>>, how?: "push" | "replace") => void;

/** What the address holds, and a function that changes parts of it. */
function useSearch(): readonly [CustomersSearch, Change] {
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const change = useCallback<Change>(
    (some, how = "replace") => {
      const next = (before: CustomersSearch) => readCustomersSearch({ ...before, ...some });
      void navigate({ search: next, replace: how === "replace", resetScroll: false });
    },
    [navigate],
  );
  return [search, change];
}

interface ListProps {
  readonly me: Me;
  readonly search: CustomersSearch;
  readonly change: Change;
  readonly open: (id: string) => void;
  readonly namePartners: NamePartners;
}

function CustomerList({ me, search, change, open, namePartners }: ListProps) {
  const filters = filtersOf(search);
  const { sort = "name" } = search;
  const { list, customers, total, more } = useCustomers(filters, sort);
  const mayAssign = mayI(me, "change_organization_settings");
  const selection = useSelection();
  const [asked, setAsked] = useState<"assign" | "return" | null>(null);
  const isOurs = me.partnerId !== undefined;
  const disabledReason = useFeatureReason(me);
  const follow = useCallback((customer: string) => change({ customer }), [change]);
  const onMove = useFollowing(search.customer, follow);
  const actionsOf = useCustomerActions(open);
  if (list.isPending) return <Loading lines={10} />;
  if (list.isError) return <Failed error={list.error} onRetry={() => void list.refetch()} />;
  if (customers.length === 0) {
    return <NoCustomers me={me} filters={filters} onReset={() => change(NO_LIMITS)} />;
  }
  return (
    <>
      <div className={styles.line}>
        <span role="status" className={styles.count}>
          <FormattedMessage id="customers.count" values={{ count: total ?? customers.length }} />
        </span>
        {mayAssign ? (
          <SelectionBar
            {...{ selection, filters, total, disabledReason, isOurs }}
            onAssign={() => setAsked("assign")}
            onReturn={hasLeft(filters, customers, selection.chosen) ? () => setAsked("return") : null}
          />
        ) : (
          <Reason>
            <NotEditable code="role_read_only" />
          </Reason>
        )}
      </div>
      <CustomerTable
        {...{ customers, total, sort, namePartners }}
        hasMore={list.hasNextPage}
        onMore={more}
        isStale={list.isPlaceholderData}
        onSort={(next) => change({ sort: next })}
        selection={mayAssign ? selection : null}
        openId={search.customer}
        onOpen={open}
        {...{ onMove, actionsOf }}
        showPartners={me.partnerId === undefined}
      />
      <BulkDialog
        {...{ asked, isOurs, chosen: selection.chosen }}
        onClose={() => setAsked(null)}
        onSaved={() => {
          setAsked(null);
          selection.clear();
        }}
      />
    </>
  );
}

interface BulkProps {
  /** What the person is about to do with the chosen customers, or null. */
  readonly asked: "assign" | "return" | null;
  readonly isOurs: boolean;
  readonly chosen: ReadonlyMap<string, string>;
  readonly onClose: () => void;
  readonly onSaved: () => void;
}

function BulkDialog({ asked, isOurs, ...rest }: BulkProps) {
  if (asked === null) return null;
  return (
    <LatePart name="assign-dialog" load={() => import("./assign-dialog.tsx")}>
      {({ AssignDialog, ReturnDialog }) =>
        asked === "assign" ? <AssignDialog isOurs={isOurs} {...rest} /> : <ReturnDialog {...rest} />
      }
    </LatePart>
  );
}

/** R9: whether some of the chosen customers do not inherit: those of the list, or all that the filter lets through. */
function hasLeft(
  { states }: CustomerFilters,
  customers: readonly Customer[],
  chosen: ReadonlyMap<string, string>,
): boolean {
  if (states?.includes("own")) return true;
  return customers.some(({ id, inherits }) => !inherits && chosen.has(id));
}

/** The customers of all pages that are loaded, how many there are in all, and a function that loads the next page. */
function useCustomers(filters: CustomerFilters, sort: ListSort) {
  const list = useInfiniteQuery(customersQuery(filters, sort));
  const { fetchNextPage, isFetching } = list;
  const customers = useMemo(() => list.data?.pages.flatMap(({ body }) => body.items) ?? [], [list.data]);
  const more = useCallback(() => {
    if (!isFetching) void fetchNextPage();
  }, [isFetching, fetchNextPage]);
  return { list, customers, total: list.data?.pages[0]?.body.total, more };
}

/** Why a partner cannot change anything, or undefined if it can (R13). */
function useFeatureReason({ partnerId = "" }: Me): ReactNode {
  const { data: partner } = useQuery({ ...partnerQuery(partnerId), enabled: partnerId !== "" });
  if (!partner || hasReleaseManagement(partner)) return undefined;
  return <NotEditable code="feature_off" />;
}
