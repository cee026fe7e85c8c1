import { createRootRoute, createRoute, lazyRouteComponent, Outlet, redirect } from "@tanstack/react-router";
import { type Configuration, configurationQuery } from "../data/configuration.ts";
import { loadFirstPart } from "../data/load-part.ts";
import { loadMe, type Me } from "../data/me.ts";
import { FROM_CACHE, queryClient } from "../data/query-client.ts";
import { FirstLoad } from "../frame/first-load.tsx";
import { Frame } from "../frame/frame.tsx";
import { PAGES } from "../paths.ts";
import { readSignInSearch } from "../sign-in/sign-in-search.ts";

/** Milliseconds before lines are shown in place of the frame, while nothing is there yet. */
const FIRST_PENDING_MS = 1000;

export const root = createRootRoute({
  component: Outlet,
  pendingMs: FIRST_PENDING_MS,
  pendingComponent: FirstLoad,
  beforeLoad: async (): Promise<{ configuration: Configuration }> => ({
    configuration: await queryClient.query({ ...configurationQuery, ...FROM_CACHE }),
  }),
});

export const signIn = createRoute({
  getParentRoute: () => root,
  path: "/sign-in",
  validateSearch: readSignInSearch,
  component: lazyRouteComponent(
    () => loadFirstPart(() => import("../sign-in/sign-in-page.tsx")),
    "SignInPage",
  ),
});

/** Where an invitation or recovery link leads; its secret stands behind the `#`, which no server is sent. */
export const welcome = createRoute({
  getParentRoute: () => root,
  path: "/welcome",
  component: lazyRouteComponent(
    () => loadFirstPart(() => import("../sign-in/welcome-page.tsx")),
    "WelcomePage",
  ),
});

/** All other pages are for people who are signed in; the sign-in leads back to the address. */
export const signedIn = createRoute({
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
