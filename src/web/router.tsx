import {
  createRootRoute,
  createRoute,
  createRouter,
  lazyRouteComponent,
  Outlet,
  redirect,
} from "@tanstack/react-router";
import { readAdoptionSearch } from "./adoption/adoption-search.ts";
import { readAuditSearch } from "./audit/audit-search.ts";
import { readCustomersSearch } from "./customers/customers-search.ts";
import { isSignedIn } from "./data/configuration.ts";
import { hasHub, landingOf, type Me, meQuery } from "./data/me.ts";
import { queryClient } from "./data/query-client.ts";
import { readExplainSearch } from "./explain/explain-search.ts";
import { Frame } from "./frame/frame.tsx";
import { FailedPage, NoSuchPage } from "./frame/no-page.tsx";
import { readReleasesSearch } from "./releases/releases-search.ts";
import { readPartnerSettingsSearch } from "./settings/partner-settings-search.ts";
import { readPartnersSearch } from "./settings/partners-search.ts";
import { readNext } from "./sign-in/next.ts";
import { Loading } from "./ui/states.tsx";
import { readUsersSearch } from "./users/users-search.ts";

const root = createRootRoute({ component: Outlet });

const signIn = createRoute({
  getParentRoute: () => root,
  path: "/sign-in",
  validateSearch: readNext,
  component: lazyRouteComponent(() => import("./sign-in/sign-in-page.tsx"), "SignInPage"),
});

/** Everything else needs somebody who is signed in; who is not comes back here afterwards. */
const signedIn = createRoute({
  getParentRoute: () => root,
  id: "signed-in",
  component: Frame,
  beforeLoad: async ({ location }): Promise<{ me: Me }> => {
    // Whether there is a session is asked first, since asking who one is without one is refused.
    const known = queryClient.getQueryData(meQuery.queryKey);
    const me = known ?? ((await isSignedIn()) ? await queryClient.ensureQueryData(meQuery) : null);
    if (me && !me.passwordChangeNeeded) return { me };
    throw redirect({ to: "/sign-in", search: location.href === "/" ? {} : { next: location.href } });
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
  component: lazyRouteComponent(() => import("./overview/overview-page.tsx"), "OverviewPage"),
});

const customers = createRoute({
  getParentRoute: () => signedIn,
  path: "/customers",
  validateSearch: readCustomersSearch,
  component: lazyRouteComponent(() => import("./customers/customers-page.tsx"), "CustomersPage"),
});

const customer = createRoute({
  getParentRoute: () => signedIn,
  path: "/customers/$organizationId",
  component: lazyRouteComponent(() => import("./customer/customer-page.tsx"), "CustomerPage"),
});
const customerOverview = createRoute({
  getParentRoute: () => customer,
  path: "/",
  component: lazyRouteComponent(() => import("./customer/customer-overview.tsx"), "CustomerOverview"),
});
const customerSettings = createRoute({
  getParentRoute: () => customer,
  path: "/settings",
  component: lazyRouteComponent(() => import("./customer/customer-settings.tsx"), "CustomerSettings"),
});
const customerUsers = createRoute({
  getParentRoute: () => customer,
  path: "/users",
  validateSearch: readUsersSearch,
  component: lazyRouteComponent(() => import("./users/customer-users.tsx"), "CustomerUsers"),
});
const explain = createRoute({
  getParentRoute: () => customer,
  path: "/why",
  validateSearch: readExplainSearch,
  component: lazyRouteComponent(() => import("./explain/explain-page.tsx"), "ExplainPage"),
});

const releases = createRoute({
  getParentRoute: () => signedIn,
  path: "/releases",
  validateSearch: readReleasesSearch,
  component: lazyRouteComponent(() => import("./releases/releases-page.tsx"), "ReleasesPage"),
});

const adoption = createRoute({
  getParentRoute: () => signedIn,
  path: "/adoption",
  validateSearch: readAdoptionSearch,
  component: lazyRouteComponent(() => import("./adoption/adoption-page.tsx"), "AdoptionPage"),
});

const audit = createRoute({
  getParentRoute: () => signedIn,
  path: "/audit",
  validateSearch: readAuditSearch,
  component: lazyRouteComponent(() => import("./audit/audit-page.tsx"), "AuditPage"),
});

/** A partner has one page of settings, as a customer has; the vendor chooses whose. */
const settings = createRoute({
  getParentRoute: () => signedIn,
  path: "/settings",
  beforeLoad: ({ context: { me } }) => {
    if (me.partnerId !== undefined)
      throw redirect({ to: "/settings/$partnerId", params: { partnerId: me.partnerId } });
    if (me.organizationId !== undefined) throw redirect({ href: `${landingOf(me)}/settings` });
  },
  validateSearch: readPartnersSearch,
  component: lazyRouteComponent(() => import("./settings/partners-page.tsx"), "PartnersPage"),
});
const partnerSettings = createRoute({
  getParentRoute: () => signedIn,
  path: "/settings/$partnerId",
  validateSearch: readPartnerSettingsSearch,
  component: lazyRouteComponent(() => import("./settings/partner-settings-page.tsx"), "PartnerSettingsPage"),
});

const account = createRoute({
  getParentRoute: () => signedIn,
  path: "/account",
  component: lazyRouteComponent(() => import("./account/account-page.tsx"), "AccountPage"),
});

/** What is no address of the page: said in its frame, from where one can go on. */
const elsewhere = createRoute({
  getParentRoute: () => signedIn,
  path: "/$",
  component: NoSuchPage,
});

const routeTree = root.addChildren([
  signIn,
  signedIn.addChildren([
    home,
    overview,
    customers,
    customer.addChildren([customerOverview, customerSettings, customerUsers, explain]),
    releases,
    adoption,
    audit,
    settings,
    partnerSettings,
    account,
    elsewhere,
  ]),
]);

/** Every address of the page. What a view shows stands in its address, so that it can be sent to somebody. */
export const router = createRouter({
  routeTree,
  defaultPreload: "intent",
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
