import {
  createRootRoute,
  createRoute,
  createRouter,
  lazyRouteComponent,
  Outlet,
  parseSearchWith,
  redirect,
  stringifySearchWith,
} from "@tanstack/react-router";
import { readAdoptionSearch } from "./adoption/adoption-search.ts";
import { readAuditSearch } from "./audit/audit-search.ts";
import { readConnectSearch } from "./connect/connect-search.ts";
import { readCustomersSearch } from "./customers/customers-search.ts";
import { type Configuration, configurationQuery } from "./data/configuration.ts";
import { loadPart } from "./data/load-part.ts";
import { hasHub, landingOf, loadMe, type Me, mayI } from "./data/me.ts";
import { FROM_CACHE, queryClient } from "./data/query-client.ts";
import { readDownloadSearch } from "./downloads/download-search.ts";
import { readExplainSearch } from "./explain/explain-search.ts";
import { FirstLoad } from "./frame/first-load.tsx";
import { Frame } from "./frame/frame.tsx";
import { FailedPage, FailedPart, NoSuchPage } from "./frame/no-page.tsx";
import { readInstallationsSearch } from "./installations/installations-search.ts";
import { BASE_PATH, customerPath, PAGES } from "./paths.ts";
import { readPeopleSearch } from "./people/people-search.ts";
import { readReleasesSearch } from "./releases/releases-search.ts";
import { readSearchValue } from "./search-value.ts";
import { readPartnersSearch } from "./settings/partners-search.ts";
import { readSignInSearch } from "./sign-in/sign-in-search.ts";
import { Loading } from "./ui/states.tsx";
import { readUsersSearch } from "./users/users-search.ts";

/** Milliseconds before lines are shown in place of a page that loads; longer at first, when the frame is not there either. */
const [PENDING_MS, FIRST_PENDING_MS] = [200, 1000];

const root = createRootRoute({
  component: Outlet,
  pendingMs: FIRST_PENDING_MS,
  pendingComponent: FirstLoad,
  beforeLoad: async (): Promise<{ configuration: Configuration }> => ({
    configuration: await queryClient.query({ ...configurationQuery, ...FROM_CACHE }),
  }),
});

const signIn = createRoute({
  getParentRoute: () => root,
  path: "/sign-in",
  validateSearch: readSignInSearch,
  component: lazyRouteComponent(() => loadPart(() => import("./sign-in/sign-in-page.tsx")), "SignInPage"),
});

/** Where an invitation or recovery link leads; its secret stands behind the `#`, which no server is sent. */
const welcome = createRoute({
  getParentRoute: () => root,
  path: "/welcome",
  component: lazyRouteComponent(() => loadPart(() => import("./sign-in/welcome-page.tsx")), "WelcomePage"),
});

/** All other pages are for people who are signed in; the sign-in leads back to the address. */
const signedIn = createRoute({
  getParentRoute: () => root,
  id: "signed-in",
  component: Frame,
  pendingMs: FIRST_PENDING_MS,
  pendingComponent: FirstLoad,
  beforeLoad: async ({ context: { configuration }, location }): Promise<{ me: Me }> => {
    const me = await loadMe(configuration);
    if (me) return { me };
    const search = location.href === PAGES.home ? {} : { next: location.href };
    throw redirect({ to: PAGES.signIn, search });
  },
});

const home = createRoute({
  getParentRoute: () => signedIn,
  path: "/",
  beforeLoad: ({ context: { me } }) => {
    throw redirect({ href: landingOf(me) });
  },
});

const overview = createRoute({
  getParentRoute: () => signedIn,
  path: "/overview",
  beforeLoad: ({ context: { me } }) => {
    if (!hasHub(me)) throw redirect({ href: landingOf(me) });
  },
  component: lazyRouteComponent(() => loadPart(() => import("./overview/overview-page.tsx")), "OverviewPage"),
});

const customers = createRoute({
  getParentRoute: () => signedIn,
  path: "/customers",
  validateSearch: readCustomersSearch,
  loader: async (visit) =>
    (await loadPart(() => import("./customers/customers-page.tsx"))).loadCustomers(visit),
  component: lazyRouteComponent(
    () => loadPart(() => import("./customers/customers-page.tsx")),
    "CustomersPage",
  ),
});

const customer = createRoute({
  getParentRoute: () => signedIn,
  path: "/customers/$organizationId",
  loader: async (visit) => (await loadPart(() => import("./customer/customer-page.tsx"))).loadCustomer(visit),
  component: lazyRouteComponent(() => loadPart(() => import("./customer/customer-page.tsx")), "CustomerPage"),
});
const customerOverview = createRoute({
  getParentRoute: () => customer,
  path: "/",
  loader: async (visit) =>
    (await loadPart(() => import("./customer/customer-overview.tsx"))).loadCustomerOverview(visit),
  errorComponent: FailedPart,
  component: lazyRouteComponent(
    () => loadPart(() => import("./customer/customer-overview.tsx")),
    "CustomerOverview",
  ),
});
const customerSettings = createRoute({
  getParentRoute: () => customer,
  path: "/settings",
  validateSearch: readDownloadSearch,
  loader: async (visit) =>
    (await loadPart(() => import("./customer/customer-settings.tsx"))).loadCustomerSettings(visit),
  errorComponent: FailedPart,
  component: lazyRouteComponent(
    () => loadPart(() => import("./customer/customer-settings.tsx")),
    "CustomerSettings",
  ),
});
const customerUsers = createRoute({
  getParentRoute: () => customer,
  path: "/users",
  validateSearch: readUsersSearch,
  loader: async (visit) =>
    (await loadPart(() => import("./users/customer-users.tsx"))).loadCustomerUsers(visit),
  errorComponent: FailedPart,
  component: lazyRouteComponent(() => loadPart(() => import("./users/customer-users.tsx")), "CustomerUsers"),
});
const customerPeople = createRoute({
  getParentRoute: () => customer,
  path: "/people",
  validateSearch: readPeopleSearch,
  loader: async (visit) =>
    (await loadPart(() => import("./people/customer-people.tsx"))).loadCustomerPeople(visit),
  errorComponent: FailedPart,
  component: lazyRouteComponent(
    () => loadPart(() => import("./people/customer-people.tsx")),
    "CustomerPeople",
  ),
});
const explain = createRoute({
  getParentRoute: () => customer,
  path: "/why",
  validateSearch: readExplainSearch,
  loader: async (visit) =>
    (await loadPart(() => import("./explain/explain-page.tsx"))).loadExplanation(visit),
  errorComponent: FailedPart,
  component: lazyRouteComponent(() => loadPart(() => import("./explain/explain-page.tsx")), "ExplainPage"),
});

const connect = createRoute({
  getParentRoute: () => customer,
  path: "/connect",
  validateSearch: readConnectSearch,
  loader: async (visit) =>
    (await loadPart(() => import("./connect/connect-page.tsx"))).loadConnections(visit),
  errorComponent: FailedPart,
  component: lazyRouteComponent(() => loadPart(() => import("./connect/connect-page.tsx")), "ConnectPage"),
});

const releases = createRoute({
  getParentRoute: () => signedIn,
  path: "/releases",
  validateSearch: readReleasesSearch,
  loader: async (visit) => (await loadPart(() => import("./releases/releases-page.tsx"))).loadReleases(visit),
  component: lazyRouteComponent(() => loadPart(() => import("./releases/releases-page.tsx")), "ReleasesPage"),
});

const adoption = createRoute({
  getParentRoute: () => signedIn,
  path: "/adoption",
  validateSearch: readAdoptionSearch,
  loader: async (visit) => (await loadPart(() => import("./adoption/adoption-page.tsx"))).loadAdoption(visit),
  component: lazyRouteComponent(() => loadPart(() => import("./adoption/adoption-page.tsx")), "AdoptionPage"),
});

const installations = createRoute({
  getParentRoute: () => signedIn,
  path: "/installations",
  validateSearch: readInstallationsSearch,
  loader: async (visit) => (await import("./installations/installations-page.tsx")).loadInstallations(visit),
  component: lazyRouteComponent(() => import("./installations/installations-page.tsx"), "InstallationsPage"),
});

const audit = createRoute({
  getParentRoute: () => signedIn,
  path: "/audit",
  validateSearch: readAuditSearch,
  loader: async (visit) => (await loadPart(() => import("./audit/audit-page.tsx"))).loadAudit(visit),
  component: lazyRouteComponent(() => loadPart(() => import("./audit/audit-page.tsx")), "AuditPage"),
});

/** The vendor chooses a partner; a partner's and a customer's people go straight to their own settings. */
const settings = createRoute({
  getParentRoute: () => signedIn,
  path: "/settings",
  beforeLoad: ({ context: { me } }) => {
    if (me.partnerId !== undefined)
      throw redirect({ to: PAGES.partnerSettings, params: { partnerId: me.partnerId } });
    if (me.organizationId !== undefined)
      throw redirect({ href: customerPath(me.organizationId, "settings") });
  },
  validateSearch: readPartnersSearch,
  loader: async (visit) => (await loadPart(() => import("./settings/partners-page.tsx"))).loadPartners(visit),
  component: lazyRouteComponent(() => loadPart(() => import("./settings/partners-page.tsx")), "PartnersPage"),
});
const partnerSettings = createRoute({
  getParentRoute: () => signedIn,
  path: "/settings/$partnerId",
  validateSearch: readDownloadSearch,
  loader: async (visit) =>
    (await loadPart(() => import("./settings/partner-settings-page.tsx"))).loadPartnerSettings(visit),
  component: lazyRouteComponent(
    () => loadPart(() => import("./settings/partner-settings-page.tsx")),
    "PartnerSettingsPage",
  ),
});

/** For the vendor: a partner's people have theirs at their own address. */
const partnerPeople = createRoute({
  getParentRoute: () => signedIn,
  path: "/settings/$partnerId/people",
  beforeLoad: ({ context: { me } }) => {
    if (!mayI(me, "manage_partners")) throw redirect({ to: PAGES.people });
  },
  validateSearch: readPeopleSearch,
  loader: async (visit) =>
    (await loadPart(() => import("./people/partner-people.tsx"))).loadPartnerPeople(visit),
  component: lazyRouteComponent(() => loadPart(() => import("./people/partner-people.tsx")), "PartnerPeople"),
});

/** The administrators of one's own level; a customer's people have theirs beside the users. */
const people = createRoute({
  getParentRoute: () => signedIn,
  path: "/people",
  beforeLoad: ({ context: { me } }) => {
    if (me.organizationId !== undefined) throw redirect({ href: customerPath(me.organizationId, "people") });
  },
  validateSearch: readPeopleSearch,
  loader: async (visit) => (await loadPart(() => import("./people/people-page.tsx"))).loadOwnPeople(visit),
  component: lazyRouteComponent(() => loadPart(() => import("./people/people-page.tsx")), "PeoplePage"),
});

const account = createRoute({
  getParentRoute: () => signedIn,
  path: "/account",
  loader: async () => (await loadPart(() => import("./account/account-page.tsx"))).loadAccount(),
  component: lazyRouteComponent(() => loadPart(() => import("./account/account-page.tsx")), "AccountPage"),
});

/** Any other address: the frame stays, so that a person can go on from there. */
const elsewhere = createRoute({
  getParentRoute: () => signedIn,
  path: "/$",
  component: NoSuchPage,
});

const routeTree = root.addChildren([
  signIn,
  welcome,
  signedIn.addChildren([
    home,
    overview,
    customers,
    customer.addChildren([
      customerOverview,
      customerSettings,
      customerUsers,
      customerPeople,
      explain,
      connect,
    ]),
    releases,
    adoption,
    installations,
    audit,
    settings,
    partnerSettings,
    partnerPeople,
    people,
    account,
    elsewhere,
  ]),
]);

/** Every address of the page. An address says all that a view shows, so that it can be sent to somebody. */
export const router = createRouter({
  routeTree,
  basepath: BASE_PATH,
  parseSearch: parseSearchWith(readSearchValue),
  stringifySearch: stringifySearchWith(JSON.stringify, readSearchValue),
  defaultPreload: "intent",
  // The cache of queries decides what is old, not the router.
  defaultPreloadStaleTime: 0,
  defaultGcTime: 0,
  defaultPendingMs: PENDING_MS,
  defaultPendingMinMs: 0,
  defaultPendingComponent: Loading,
  defaultErrorComponent: FailedPage,
  defaultNotFoundComponent: NoSuchPage,
  scrollRestoration: true,
});

declare module "@tanstack/react-router" {
  interface Register {
    router: typeof router;
  }
}
