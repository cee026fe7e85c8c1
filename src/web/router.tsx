import {
  createRoute,
  createRouter,
  lazyRouteComponent,
  parseSearchWith,
  redirect,
  stringifySearchWith,
} from "@tanstack/react-router";
import { readAdoptionSearch } from "./adoption/adoption-search.ts";
import { readAuditSearch } from "./audit/audit-search.ts";
import { readChartSearch } from "./charts/chart-search.ts";
import { readCustomersSearch } from "./customers/customers-search.ts";
import { loadFirstPart, loadPart } from "./data/load-part.ts";
import { hasHub, landingOf, mayI } from "./data/me.ts";
import { readDownloadSearch } from "./downloads/download-search.ts";
import { FailedPage, NoSuchPage } from "./frame/no-page.tsx";
import { readInstallationsSearch } from "./installations/installations-search.ts";
import { BASE_PATH, customerPath, PAGES } from "./paths.ts";
import { readPeopleSearch } from "./people/people-search.ts";
import { readReleasesSearch } from "./releases/releases-search.ts";
import { customerRoutes } from "./routes/customer-routes.tsx";
import { root, signedIn, signIn, welcome } from "./routes/entrance-routes.tsx";
import { readSearchValue } from "./search-value.ts";
import { readPartnersSearch } from "./settings/partners-search.ts";
import { Loading } from "./ui/states.tsx";

/** Milliseconds before lines are shown in place of a page that loads. */
const PENDING_MS = 200;

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
  validateSearch: readChartSearch,
  component: lazyRouteComponent(() => loadPart(() => import("./overview/overview-page.tsx")), "OverviewPage"),
});

const customers = createRoute({
  getParentRoute: () => signedIn,
  path: "/customers",
  validateSearch: readCustomersSearch,
  loader: async (visit) =>
    (await loadFirstPart(() => import("./customers/customers-page.tsx"))).loadCustomers(visit),
  component: lazyRouteComponent(
    () => loadFirstPart(() => import("./customers/customers-page.tsx")),
    "CustomersPage",
  ),
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
  loader: async (visit) =>
    (await loadPart(() => import("./installations/installations-page.tsx"))).loadInstallations(visit),
  component: lazyRouteComponent(
    () => loadPart(() => import("./installations/installations-page.tsx")),
    "InstallationsPage",
  ),
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

const guide = createRoute({
  getParentRoute: () => signedIn,
  path: "/guide",
  component: lazyRouteComponent(() => loadPart(() => import("./guide/guide-page.tsx")), "GuidePage"),
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
    customerRoutes,
    releases,
    adoption,
    installations,
    audit,
    settings,
    partnerSettings,
    partnerPeople,
    people,
    account,
    guide,
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
