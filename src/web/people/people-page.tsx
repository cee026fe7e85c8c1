import { getRouteApi } from "@tanstack/react-router";
import { useIntl } from "react-intl";
import { useMe } from "../data/me.ts";
import { homeOf } from "../data/people.ts";
import { Page } from "../ui/page.tsx";
import type { Visit } from "../visit.ts";
import { readPeopleSearch } from "./people-search.ts";
import { loadPeople, PeopleView } from "./people-view.tsx";

const route = getRouteApi("/signed-in/people");

export function loadOwnPeople({ context: { me }, location }: Visit): Promise<unknown> {
  return loadPeople(me, homeOf(me), readPeopleSearch({ ...location.search }));
}

/** The administrators and access tokens of the person's own level. */
export function PeoplePage() {
  const intl = useIntl();
  const search = readPeopleSearch({ ...route.useSearch() });
  const navigate = route.useNavigate();
  return (
    <Page title={intl.formatMessage({ id: "frame.place.people" })}>
      <PeopleView
        home={homeOf(useMe())}
        search={search}
        onSearch={(next, replace = false) => void navigate({ search: next, replace, resetScroll: false })}
      />
    </Page>
  );
}
