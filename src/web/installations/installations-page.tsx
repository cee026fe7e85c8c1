import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { getRouteApi, Link } from "@tanstack/react-router";
import { FormattedMessage, useIntl } from "react-intl";
import styles from "../adoption/adoption.module.css";
import { InstallationTable } from "../adoption/installation-table.tsx";
import { CountedChips } from "../counted/counted-chips.tsx";
import { COUNTED_KEYS, type CountedSearch, countedFiltersOf } from "../counted/counted-search.ts";
import { type FoundFilters, foundInstallationsQuery } from "../data/counted.ts";
import { type Me, useMe } from "../data/me.ts";
import { customerCountQuery } from "../data/organizations.ts";
import { FROM_CACHE, queryClient, settled } from "../data/query-client.ts";
import { PAGES } from "../paths.ts";
import { CustomerFilter } from "../scope/customer-filter.tsx";
import { PartnerFilter } from "../scope/partner-filter.tsx";
import { Breadcrumbs } from "../ui/breadcrumbs.tsx";
import { Page } from "../ui/page.tsx";
import { ShowMore } from "../ui/show-more.tsx";
import { Empty, Failed, Loading } from "../ui/states.tsx";
import type { Visit } from "../visit.ts";
import { type InstallationsSearch, readInstallationsSearch } from "./installations-search.ts";

const route = getRouteApi("/signed-in/installations");

export function loadInstallations({ location }: Visit): Promise<unknown> {
  const search = readInstallationsSearch({ ...location.search });
  return settled(queryClient.infiniteQuery({ ...foundInstallationsQuery(filtersOf(search)), ...FROM_CACHE }));
}

function filtersOf(search: InstallationsSearch): FoundFilters {
  const { partner: partnerId, customer: organizationId, updater } = search;
  const scope = { ...(partnerId && { partnerId }), ...(organizationId && { organizationId }) };
  const { schedule: _, gets: __, getsAt: ___, ...counted } = countedFiltersOf(search);
  return {
    ...counted,
    ...scope,
    ...(updater && { updater: updater as NonNullable<FoundFilters["updater"]> }),
  };
}

/** The installations behind a number, customer by customer. */
export function InstallationsPage() {
  const intl = useIntl();
  const me = useMe();
  const search = readInstallationsSearch({ ...route.useSearch() });
  const navigate = route.useNavigate();
  const change = (some: { readonly [Key in keyof InstallationsSearch]?: string | undefined }) =>
    void navigate({
      search: (before) => readInstallationsSearch({ ...before, ...some }),
      resetScroll: false,
    });
  const title = intl.formatMessage({ id: "found.title" });
  const steps = [{ to: PAGES.adoption, label: intl.formatMessage({ id: "frame.place.adoption" }) }];
  return (
    <Page title={title} above={<Breadcrumbs steps={steps} here={title} />}>
      <Scope {...{ me, search }} onChange={change} />
      <CountedChips
        search={search}
        onRemove={(keys) => change(Object.fromEntries(keys.map((key) => [key, undefined])))}
      />
      <Found {...{ me, search }} />
    </Page>
  );
}

interface ScopeProps {
  readonly me: Me;
  readonly search: InstallationsSearch;
  readonly onChange: (change: {
    readonly partner?: string | undefined;
    readonly customer?: string | undefined;
  }) => void;
}

function Scope({ me, search: { partner, customer }, onChange }: ScopeProps) {
  const intl = useIntl();
  if (me.organizationId !== undefined) return null;
  return (
    // biome-ignore lint/a11y/useSemanticElements: fields of a page are no form that is sent
    <div role="group" aria-label={intl.formatMessage({ id: "adoption.filters" })} className={styles.filters}>
      {me.partnerId === undefined && (
        <PartnerFilter partner={partner} onChange={(id) => onChange({ partner: id, customer: undefined })} />
      )}
      <CustomerFilter {...{ customer, partner }} onChange={(id) => onChange({ customer: id })} />
    </div>
  );
}

function Found({ me, search }: { me: Me; search: InstallationsSearch }) {
  const list = useInfiniteQuery(foundInstallationsQuery(filtersOf(search)));
  const found = list.data?.pages.flatMap(({ body }) => body.items) ?? [];
  const total = list.data?.pages[0]?.body.total;
  if (list.isPending) return <Loading lines={8} />;
  if (list.isError) return <Failed error={list.error} onRetry={() => void list.refetch()} />;
  if (found.length === 0) {
    return (
      <Empty icon="computer" title={<FormattedMessage id="adoption.list.none" />}>
        <FormattedMessage id="found.none.about" />
      </Empty>
    );
  }
  const isOne = me.organizationId !== undefined || search.customer !== undefined;
  return (
    <>
      <p role="status" className={styles.quiet}>
        <FormattedMessage
          id="found.count"
          values={{ count: total ?? found.length, isAll: total === undefined ? "no" : "yes" }}
        />
        {!isOne && search.updater === undefined && <CustomersOf search={search} />}
      </p>
      <InstallationTable
        customer={isOne ? (search.customer ?? me.organizationId) : undefined}
        installations={found}
      />
      <ShowMore list={list} />
    </>
  );
}

/** How many customers have such installations, as a link to these, worst first. */
function CustomersOf({
  search: { partner, customer: _, updater: __, ...counted },
}: {
  search: InstallationsSearch;
}) {
  const filters = { ...(partner && { partnerId: partner }), counted: countedFiltersOf(counted) };
  const isLimited = COUNTED_KEYS.some(
    (key) => (counted as CountedSearch)[key as keyof CountedSearch] !== undefined,
  );
  const { data: count } = useQuery({ ...customerCountQuery(filters), enabled: isLimited });
  if (count === undefined) return null;
  return (
    <>
      {" "}
      <Link to={PAGES.customers} search={{ ...counted, ...(partner && { partner }), sort: "adoption" }}>
        <FormattedMessage id="found.customers" values={{ count }} />
      </Link>
    </>
  );
}
