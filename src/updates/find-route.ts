import { parse } from "fast-querystring";
import createRouter from "find-my-way";
import type { Feed, SaidText } from "../feeds/feed.ts";
import { err, ok, type Refusal, type Result } from "../result.ts";
import { CHECK_PATH, FEEDS_PATH, type InstallationRoute, installationRoutes } from "./installation-route.ts";
import { MOST_SEGMENT_CHARACTERS, noSuchPath, PATH_MALFORMED, PATH_TOO_LONG } from "./problem-reply.ts";

/** What an address asks, decoded. */
export interface FoundRoute {
  readonly route: InstallationRoute;
  /** The segment with the organization; "" for a check. */
  readonly organization: string;
  /** The segment with the installation of a check; "" if its path names none. */
  readonly installation: string;
  /** What follows the organization; "" if nothing does. */
  readonly rest: string;
  /** The parameters of the query; a list if one is given more than once. */
  readonly query: Readonly<Record<string, SaidText>>;
}

/** Finds the route of a request, or null if its path is none of installations; refuses what their paths do not have. */
export type RouteFinder = (method: string, url: string) => Result<FoundRoute, Refusal> | null;

/** A finder for the check and some feeds: the router and the reader of queries that the server's framework has, too. */
export function createRouteFinder(feeds: readonly Feed[]): RouteFinder {
  const router = createRouter({
    maxParamLength: MOST_SEGMENT_CHARACTERS,
    querystringParser: parse,
    onBadUrl: () => PATH_MALFORMED,
    onMaxParamLength: () => PATH_TOO_LONG,
  });
  for (const route of installationRoutes(feeds)) router.on(route.method, route.path, () => null, route);
  return (method, url) => {
    const found = router.find(method === "POST" ? "POST" : "GET", url);
    const isKnown = found !== null && METHODS.includes(method);
    if (isKnown && found.store !== null) return ok(toFound(found.store, found));
    if (!isOfInstallations(url)) return null;
    // What the router calls for an address that it cannot read gives the refusal.
    return err(isKnown ? found.handler(...NO_REQUEST) : noSuchPath(method, url));
  };
}

const METHODS = ["GET", "HEAD", "POST"];
const NO_REQUEST = [null, null, {}, null, {}] as never as Parameters<createRouter.Handler<never>>;

type Found = Pick<createRouter.FindResult<never>, "params" | "searchParams">;

function toFound(route: InstallationRoute, { params, searchParams }: Found): FoundRoute {
  const { organization = "", installation = "", "*": rest = "" } = params;
  return { route, organization, installation, rest, query: searchParams };
}

/** Whether an address that has no route is still one of installations, so that they get the refusal. */
function isOfInstallations(url: string): boolean {
  const path = url.split(/[?#]/)[0] ?? "";
  return path === CHECK_PATH || path.startsWith(`${CHECK_PATH}/`) || path.startsWith(FEEDS_PATH);
}
