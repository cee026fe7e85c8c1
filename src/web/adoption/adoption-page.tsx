import { useQuery } from "@tanstack/react-query";
import { getRouteApi } from "@tanstack/react-router";
import { useCallback } from "react";
import { FormattedMessage, useIntl } from "react-intl";
import { adoptionQuery } from "../data/adoption.ts";
import { type Me, useMe } from "../data/me.ts";
import { FROM_CACHE, queryClient, settled } from "../data/query-client.ts";
import { Page } from "../ui/page.tsx";
import { Failed, Loading } from "../ui/states.tsx";
import type { Visit } from "../visit.ts";
import { AdoptionFilters, type ChangeSearch } from "./adoption-filters.tsx";
import { type AdoptionSearch, rangeOf, readAdoptionSearch } from "./adoption-search.ts";
import { AdoptionSections } from "./adoption-sections.tsx";
import { CustomerList } from "./customer-list.tsx";
import { InstallationList } from "./installation-list.tsx";
import { NoInstallations } from "./no-installations.tsx";
import { Numbers } from "./numbers.tsx";
import { SuspiciousBanner } from "./suspicious-banner.tsx";
import { UnprovenBanner } from "./unproven-banner.tsx";

const route = getRouteApi("/signed-in/adoption");

export function loadAdoption({ context: { me }, location }: Visit): Promise<unknown> {
  const search = readAdoptionSearch({ ...location.search });
  const scope = { partnerId: search.partner, organizationId: me.organizationId ?? search.customer };
  return settled(queryClient.query({ ...adoptionQuery(scope, rangeOf(search)), ...FROM_CACHE }));
}

/** What installations run: all that the person may see, those of a partner's customers, or those of one customer. */
export function AdoptionPage() {
  const intl = useIntl();
  const me = useMe();
  return (
    <Page
      title={intl.formatMessage({ id: "frame.place.adoption" })}
      about={<FormattedMessage id="adoption.about" />}
    >
      <Shown me={me} />
    </Page>
  );
}

function Shown({ me }: { me: Me }) {
  const search = readAdoptionSearch({ ...route.useSearch() });
  const change = useChangeSearch();
  const customer = me.organizationId ?? search.customer;
  const scope = { partnerId: search.partner, organizationId: customer };
  const listed = {
    ...(search.partner && { partner: search.partner }),
    ...(search.customer && { customer: search.customer }),
  };
  const { data, error, refetch, isPlaceholderData } = useQuery(adoptionQuery(scope, rangeOf(search)));
  return (
    <>
      <AdoptionFilters {...{ me, search }} onChange={change} />
      {error && <Failed error={error} onRetry={() => void refetch()} />}
      {!error && !data && <Loading lines={8} />}
      {!error && data && (
        <div aria-busy={isPlaceholderData}>
          <SuspiciousBanner suspicious={data.suspicious} isOneCustomer={customer !== undefined} />
          <UnprovenBanner unproven={data.unproven} isOneCustomer={customer !== undefined} />
          {data.total === 0 && data.conditions.length === 0 ? (
            <NoInstallations customer={customer} />
          ) : (
            <>
              <Numbers adoption={data} scope={listed} />
              <AdoptionSections adoption={data} days={rangeOf(search)} scope={listed} />
              {customer === undefined ? (
                <CustomerList search={search} onChange={change} />
              ) : (
                <InstallationList
                  key={customer}
                  {...{ customer, search }}
                  adoption={data}
                  onChange={change}
                />
              )}
            </>
          )}
        </div>
      )}
    </>
  );
}

function useChangeSearch(): ChangeSearch {
  const navigate = route.useNavigate();
  return useCallback(
    (some) => {
      const next = (before: AdoptionSearch) => readAdoptionSearch({ ...before, ...some });
      void navigate({ search: next, replace: true, resetScroll: false });
    },
    [navigate],
  );
}
