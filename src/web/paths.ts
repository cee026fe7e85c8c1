import type { Locale } from "../tenancy/locale.ts";
import { readPageMeta } from "./page-meta.ts";

/**
 * The path under which a proxy serves this server, such as `/sluice`, or "" if that is the whole host. The router adds it
 * to the addresses of pages by itself.
 */
export const BASE_PATH = readPageMeta("base-path");

/**
 * Every page, by the pattern of its address; a part that begins with `$` is a parameter. Links name these patterns. The
 * router has a route for each, and a test compares the two.
 */
export const PAGES = {
  home: "/",
  signIn: "/sign-in",
  welcome: "/welcome",
  overview: "/overview",
  customers: "/customers",
  customer: "/customers/$organizationId",
  customerSettings: "/customers/$organizationId/settings",
  customerUsers: "/customers/$organizationId/users",
  customerWhy: "/customers/$organizationId/why",
  customerConnect: "/customers/$organizationId/connect",
  customerPeople: "/customers/$organizationId/people",
  releases: "/releases",
  adoption: "/adoption",
  installations: "/installations",
  audit: "/audit",
  settings: "/settings",
  partnerSettings: "/settings/$partnerId",
  partnerPeople: "/settings/$partnerId/people",
  people: "/people",
  account: "/account",
  guide: "/guide",
} as const;

/** The pages of one customer, under that customer's own address. */
export type CustomerPart = "overview" | "settings" | "users" | "people" | "why" | "connect";

const CUSTOMER_PARTS: Readonly<Record<CustomerPart, string>> = {
  overview: PAGES.customer,
  settings: PAGES.customerSettings,
  users: PAGES.customerUsers,
  why: PAGES.customerWhy,
  connect: PAGES.customerConnect,
  people: PAGES.customerPeople,
};

/** The address of one of a customer's pages. */
export function customerPath(organizationId: string, part: CustomerPart = "overview"): string {
  return CUSTOMER_PARTS[part].replace("$organizationId", encodeURIComponent(organizationId));
}

/** The address of one of the vendor's pages about a partner. */
export function partnerPath(partnerId: string, part: "settings" | "people" = "settings"): string {
  const page = part === "settings" ? PAGES.partnerSettings : PAGES.partnerPeople;
  return page.replace("$partnerId", encodeURIComponent(partnerId));
}

/** A customer's users with the panel of one of them open, and one of the user's installations first in it. */
export function userPath(organizationId: string, userId: string, installation?: string): string {
  return withQuery(customerPath(organizationId, "users"), { user: userId, installation });
}

/** A customer's users with the panel of an installation open. */
export function installationPath(organizationId: string, installation: string): string {
  return withQuery(customerPath(organizationId, "users"), { installation });
}

/** A customer's users with the dialog that adds one. */
export function addUserPath(organizationId: string): string {
  return withQuery(customerPath(organizationId, "users"), { add: "true" });
}

/** The releases with the panel of one of them open. */
export function releasePath(releaseId: string): string {
  return withQuery(PAGES.releases, { release: releaseId });
}

/** The releases with the dialog that plans one. */
export function planReleasePath(): string {
  return withQuery(PAGES.releases, { plan: "true" });
}

/** The customers with the dialog that creates one. */
export function createCustomerPath(): string {
  return withQuery(PAGES.customers, { create: "true" });
}

/** The sign-in, which leads on to `next`: an address of the page, with its search. `ended`: the session was over. */
export function signInPath(search: { readonly next?: string; readonly ended?: "yes" } = {}): string {
  return withQuery(PAGES.signIn, search);
}

/** The addresses of the API that the browser itself goes to: links, downloads, the stream of changes, uploads. */
export const API = {
  events: `${BASE_PATH}/v1/events`,
  uploads: `${BASE_PATH}/v1/uploads`,
} as const;

/** Where signing in with the identity provider begins, which leads on to `next`: an address of the page, with its search. */
export function identityProviderPath(next: string): string {
  return withQuery(`${BASE_PATH}/v1/sessions/oidc/start`, { next });
}

/** Downloads a build. The server records who did, and redirects to the file. */
export function buildDownloadPath(buildId: string): string {
  return `${BASE_PATH}/v1/builds/${encodeURIComponent(buildId)}/download`;
}

/** Where a file that belongs to a build is sent, described in the query. */
export function companionsPath(buildId: string, query: Query): string {
  return withQuery(`${BASE_PATH}/v1/builds/${encodeURIComponent(buildId)}/companions`, query);
}

/** The customers that match a query as CSV. */
export function customerExportPath(query: Query): string {
  return withQuery(`${BASE_PATH}/v1/exports/organizations`, query);
}

/** Entries of the audit; as CSV with `Accept: text/csv`. */
export function auditEventsPath(query: Query): string {
  return withQuery(`${BASE_PATH}/v1/adminAudit/events`, query);
}

/** What an installation asks, as an example for people to read: nothing in it is encoded. */
export function updateCheckExample(organization: string): string {
  const query = `organization=${organization}&platform=win&arch=x64&version=46.9.0.1&installation=desktop-001`;
  return `${BASE_PATH}/v1/updates/check?${query}`;
}

/** The address of a calendar, whose texts are in this language. */
export function calendarAddress(url: string, language: Locale): string {
  const address = new URL(url);
  address.searchParams.set("language", language);
  return address.href;
}

type Query = Readonly<Record<string, string | undefined>>;

/** Adds the parameters that have a value. */
function withQuery(path: string, query: Query): string {
  const given = Object.entries(query).filter((entry): entry is [string, string] => entry[1] !== undefined);
  const text = new URLSearchParams(given).toString();
  return text === "" ? path : `${path}?${text}`;
}
