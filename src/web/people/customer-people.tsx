import { getRouteApi } from "@tanstack/react-router";
import type { Home } from "../data/people.ts";
import type { CustomerVisit } from "../visit.ts";
import { readPeopleSearch } from "./people-search.ts";
import { loadPeople, PeopleView } from "./people-view.tsx";

const route = getRouteApi("/signed-in/customers/$organizationId/people");

function homeAt(organizationId: string): Home {
  return { level: "organization", organizationId };
}

export function loadCustomerPeople({ context: { me }, params, location }: CustomerVisit): Promise<unknown> {
  return loadPeople(me, homeAt(params.organizationId), readPeopleSearch({ ...location.search }));
}

/** The administrators and access tokens of one customer. */
export function CustomerPeople() {
  const { organizationId } = route.useParams();
  const search = readPeopleSearch({ ...route.useSearch() });
  const navigate = route.useNavigate();
  return (
    <PeopleView
      home={homeAt(organizationId)}
      search={search}
      onSearch={(next, replace = false) => void navigate({ search: next, replace, resetScroll: false })}
    />
  );
}
