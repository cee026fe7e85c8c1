import type { Feed } from "../feeds/feed.ts";
import { type FeedRoute, fieldsOf } from "../feeds/feed-route.ts";
import { CHECK_FIELDS } from "./check-query.ts";

/** A kind of address that installations ask. */
export interface InstallationRoute {
  /** GET also answers HEAD. */
  readonly method: FeedRoute["method"];
  /** The path, with `:organization` or `:installation` in the place of a segment, and `*` in the place of all that follows. */
  readonly path: string;
  /** The protocol that is asked, or null if it is the check. */
  readonly feed: Feed | null;
  /** The parameters of a query that are not named as ignored (R27). */
  readonly known: readonly string[];
}

/** The path of the check, and what that of one begins with that names its installation in the path. */
export const CHECK_PATH = "/v1/updates/check";
export const NAMED_CHECK_PATH = `${CHECK_PATH}/i/`;
/** What the paths of all feeds begin with. */
export const FEEDS_PATH = "/feeds/";

/** Every route of installations: the check, and for each feed its address and all that lies below it. */
export function installationRoutes(feeds: readonly Feed[]): readonly InstallationRoute[] {
  const check = { method: "GET", path: CHECK_PATH, feed: null, known: CHECK_FIELDS } as const;
  const named = { ...check, path: `${NAMED_CHECK_PATH}:installation` };
  return [check, named, ...feeds.flatMap((feed) => [...routesOf(feed, "GET"), ...routesOf(feed, "POST")])];
}

function routesOf(feed: Feed, method: FeedRoute["method"]): readonly InstallationRoute[] {
  const routes = feed.routes.filter((route) => route.method === method);
  if (routes.length === 0) return [];
  const known = routes.flatMap((route) => [...fieldsOf(route), ...(route.ownQuery ?? [])]);
  const address = `${FEEDS_PATH}${feed.name}/:organization`;
  return [address, `${address}/*`].map((path) => ({ method, path, feed, known }));
}
