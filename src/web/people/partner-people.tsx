import { useSuspenseQuery } from "@tanstack/react-query";
import { getRouteApi } from "@tanstack/react-router";
import { useIntl } from "react-intl";
import { partnerQuery } from "../data/partners.ts";
import type { Home } from "../data/people.ts";
import { FROM_CACHE, queryClient } from "../data/query-client.ts";
import { hasStatus } from "../data/refused.ts";
import { NoSuchPage } from "../frame/no-page.tsx";
import { PAGES } from "../paths.ts";
import { PartnerTabs } from "../settings/partner-tabs.tsx";
import { Breadcrumbs } from "../ui/breadcrumbs.tsx";
import { Page } from "../ui/page.tsx";
import type { PartnerVisit } from "../visit.ts";
import { readPeopleSearch } from "./people-search.ts";
import { loadPeople, PeopleView } from "./people-view.tsx";

const route = getRouteApi("/signed-in/settings/$partnerId/people");

function homeAt(partnerId: string): Home {
  return { level: "partner", partnerId };
}

export async function loadPartnerPeople({ context: { me }, params: { partnerId }, location }: PartnerVisit) {
  await queryClient.query({ ...partnerQuery(partnerId), ...FROM_CACHE });
  await loadPeople(me, homeAt(partnerId), readPeopleSearch({ ...location.search }));
}

/** The administrators and access tokens of one partner, for the vendor. */
export function PartnerPeople() {
  const intl = useIntl();
  const { partnerId } = route.useParams();
  const search = readPeopleSearch({ ...route.useSearch() });
  const navigate = route.useNavigate();
  const { data: partner, error } = useSuspenseQuery(partnerQuery(partnerId));
  // It was removed while the page was open.
  if (hasStatus(error, 404)) return <NoSuchPage />;
  const settings = { to: PAGES.settings, label: intl.formatMessage({ id: "frame.place.settings" }) };
  return (
    <Page title={partner.name} above={<Breadcrumbs steps={[settings]} here={partner.name} />}>
      <PartnerTabs partnerId={partnerId} />
      <PeopleView
        home={homeAt(partnerId)}
        search={search}
        onSearch={(next, replace = false) => void navigate({ search: next, replace, resetScroll: false })}
      />
    </Page>
  );
}
