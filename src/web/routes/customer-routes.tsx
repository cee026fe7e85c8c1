import { createRoute, lazyRouteComponent } from "@tanstack/react-router";
import { readConnectSearch } from "../connect/connect-search.ts";
import { loadPart } from "../data/load-part.ts";
import { readDownloadSearch } from "../downloads/download-search.ts";
import { readExplainSearch } from "../explain/explain-search.ts";
import { FailedPart } from "../frame/no-page.tsx";
import { readPeopleSearch } from "../people/people-search.ts";
import { readUsersSearch } from "../users/users-search.ts";
import { readOverviewSearch } from "../year/year-search.ts";
import { signedIn } from "./entrance-routes.tsx";

const customer = createRoute({
  getParentRoute: () => signedIn,
  path: "/customers/$organizationId",
  loader: async (visit) =>
    (await loadPart(() => import("../customer/customer-page.tsx"))).loadCustomer(visit),
  component: lazyRouteComponent(
    () => loadPart(() => import("../customer/customer-page.tsx")),
    "CustomerPage",
  ),
});

const customerOverview = createRoute({
  getParentRoute: () => customer,
  path: "/",
  validateSearch: readOverviewSearch,
  loader: async (visit) =>
    (await loadPart(() => import("../customer/customer-overview.tsx"))).loadCustomerOverview(visit),
  errorComponent: FailedPart,
  component: lazyRouteComponent(
    () => loadPart(() => import("../customer/customer-overview.tsx")),
    "CustomerOverview",
  ),
});

const customerSettings = createRoute({
  getParentRoute: () => customer,
  path: "/settings",
  validateSearch: readDownloadSearch,
  loader: async (visit) =>
    (await loadPart(() => import("../customer/customer-settings.tsx"))).loadCustomerSettings(visit),
  errorComponent: FailedPart,
  component: lazyRouteComponent(
    () => loadPart(() => import("../customer/customer-settings.tsx")),
    "CustomerSettings",
  ),
});

const customerUsers = createRoute({
  getParentRoute: () => customer,
  path: "/users",
  validateSearch: readUsersSearch,
  loader: async (visit) =>
    (await loadPart(() => import("../users/customer-users.tsx"))).loadCustomerUsers(visit),
  errorComponent: FailedPart,
  component: lazyRouteComponent(() => loadPart(() => import("../users/customer-users.tsx")), "CustomerUsers"),
});

const customerPeople = createRoute({
  getParentRoute: () => customer,
  path: "/people",
  validateSearch: readPeopleSearch,
  loader: async (visit) =>
    (await loadPart(() => import("../people/customer-people.tsx"))).loadCustomerPeople(visit),
  errorComponent: FailedPart,
  component: lazyRouteComponent(
    () => loadPart(() => import("../people/customer-people.tsx")),
    "CustomerPeople",
  ),
});

const explain = createRoute({
  getParentRoute: () => customer,
  path: "/why",
  validateSearch: readExplainSearch,
  loader: async (visit) =>
    (await loadPart(() => import("../explain/explain-page.tsx"))).loadExplanation(visit),
  errorComponent: FailedPart,
  component: lazyRouteComponent(() => loadPart(() => import("../explain/explain-page.tsx")), "ExplainPage"),
});

const connect = createRoute({
  getParentRoute: () => customer,
  path: "/connect",
  validateSearch: readConnectSearch,
  loader: async (visit) =>
    (await loadPart(() => import("../connect/connect-page.tsx"))).loadConnections(visit),
  errorComponent: FailedPart,
  component: lazyRouteComponent(() => loadPart(() => import("../connect/connect-page.tsx")), "ConnectPage"),
});

/** The pages of one customer. */
export const customerRoutes = customer.addChildren([
  customerOverview,
  customerSettings,
  customerUsers,
  customerPeople,
  explain,
  connect,
]);
