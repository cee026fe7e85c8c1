import { PAGES } from "../paths.ts";

/**
 * The part of the guide about each page, by the anchor of its heading in docs/partner-hub.md; null for pages without a
 * link to it.
 */
export const GUIDE_PARTS: Readonly<Record<keyof typeof PAGES, string | null>> = {
  home: null,
  signIn: null,
  welcome: null,
  guide: null,
  overview: "what-needs-attention-and-how-releases-spread",
  customers: "customers",
  customer: "one-customer",
  customerSettings: "one-customer",
  customerUsers: "one-customer",
  customerWhy: "for-the-help-desk-why-this-version",
  customerConnect: "connect-an-app",
  customerPeople: "letting-people-in",
  releases: "releases",
  adoption: "adoption",
  installations: "adoption",
  audit: "audit",
  settings: "partners",
  partnerSettings: "one-schedule-for-all-customers",
  partnerPeople: "letting-people-in",
  people: "letting-people-in",
  account: "signing-in",
};

/** The anchor in the guide for a page by the pattern of its address, or null if there is none. */
export function guidePartOf(pattern: string): string | null {
  const path = pattern.length > 1 ? pattern.replace(/\/$/, "") : pattern;
  const page = (Object.keys(PAGES) as (keyof typeof PAGES)[]).find((name) => PAGES[name] === path);
  return page === undefined ? null : GUIDE_PARTS[page];
}
