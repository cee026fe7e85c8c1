import { notFound } from "@tanstack/react-router";
import { rangeOf, readAdoptionSearch } from "./adoption/adoption-search.ts";
import { filtersOf as auditFiltersOf, readAuditSearch } from "./audit/audit-search.ts";
import { filtersOf as customerFiltersOf, readCustomersSearch } from "./customers/customers-search.ts";
import { adoptionQuery } from "./data/adoption.ts";
import { auditQuery } from "./data/audit.ts";
import { explainQuery } from "./data/explain.ts";
import { type Me, mayI, sessionsQuery } from "./data/me.ts";
import { conflictQuery, organizationQuery, organizationSettingsQuery } from "./data/organization.ts";
import { customersQuery } from "./data/organizations.ts";
import { partnerQuery, partnerSettingsQuery, partnersQuery } from "./data/partners.ts";
import { FROM_CACHE, queryClient } from "./data/query-client.ts";
import { calendarQuery } from "./data/releases.ts";
import { usersQuery } from "./data/users.ts";
import { readExplainSearch, toQuestion } from "./explain/explain-search.ts";
import { readReleasesSearch } from "./releases/releases-search.ts";
import { readPartnersSearch } from "./settings/partners-search.ts";
import { readUsersSearch } from "./users/users-search.ts";

/*
 * What a page shows first, loaded before it is shown. What the path of an address names must be there, or the page fails
 * (`FailedPage`). What its search asks for is only begun here: the page shows a refusal beside the fields that asked.
 */

/** What the router knows about the address that is opened. */
interface Visit {
  readonly context: { readonly me: Me };
  readonly location: { readonly search: object };
}

interface CustomerVisit extends Visit {
  readonly params: { readonly organizationId: string };
}

interface PartnerVisit extends Visit {
  readonly params: { readonly partnerId: string };
}

export function loadCustomers({ location }: Visit): Promise<unknown> {
  const search = readCustomersSearch({ ...location.search });
  const query = customersQuery(customerFiltersOf(search), search.sort ?? "name");
  return begun(queryClient.infiniteQuery({ ...query, ...FROM_CACHE }));
}

export function loadCustomer({ params: { organizationId } }: CustomerVisit): Promise<unknown> {
  return queryClient.query({ ...organizationQuery(organizationId), ...FROM_CACHE });
}

export function loadCustomerOverview({ params: { organizationId } }: CustomerVisit): Promise<unknown> {
  return queryClient.query({ ...organizationSettingsQuery(organizationId), ...FROM_CACHE });
}

/** The settings and, where partners conflict (R10), what each of them says. */
export async function loadCustomerSettings({ params: { organizationId } }: CustomerVisit): Promise<void> {
  const { body } = await queryClient.query({ ...organizationSettingsQuery(organizationId), ...FROM_CACHE });
  if (body.conflict) await queryClient.query({ ...conflictQuery(organizationId), ...FROM_CACHE });
}

export function loadCustomerUsers({ params, location }: CustomerVisit): Promise<unknown> {
  const { q = "" } = readUsersSearch({ ...location.search });
  return begun(queryClient.infiniteQuery({ ...usersQuery(params.organizationId, q), ...FROM_CACHE }));
}

export function loadExplanation({ params, location }: CustomerVisit): Promise<unknown> {
  const question = toQuestion(readExplainSearch({ ...location.search }));
  return begun(queryClient.query({ ...explainQuery(params.organizationId, question), ...FROM_CACHE }));
}

export function loadReleases({ location }: Visit): Promise<unknown> {
  const { partner } = readReleasesSearch({ ...location.search });
  return begun(queryClient.query({ ...calendarQuery(partner), ...FROM_CACHE }));
}

export function loadAdoption({ context: { me }, location }: Visit): Promise<unknown> {
  const search = readAdoptionSearch({ ...location.search });
  const scope = { partnerId: search.partner, organizationId: me.organizationId ?? search.customer };
  return begun(queryClient.query({ ...adoptionQuery(scope, rangeOf(search)), ...FROM_CACHE }));
}

export async function loadAudit({ context: { me }, location }: Visit): Promise<void> {
  if (!mayI(me, "read_audit")) return;
  const filters = auditFiltersOf(readAuditSearch({ ...location.search }));
  await begun(queryClient.infiniteQuery({ ...auditQuery(filters), ...FROM_CACHE }));
}

export function loadPartners({ location }: Visit): Promise<unknown> {
  const { q = "" } = readPartnersSearch({ ...location.search });
  return begun(queryClient.infiniteQuery({ ...partnersQuery(q), ...FROM_CACHE }));
}

/** A customer's people see which partners serve them, but not what a partner set for all its customers. */
export async function loadPartnerSettings({ context: { me }, params: { partnerId } }: PartnerVisit) {
  if (me.organizationId !== undefined) throw notFound();
  await Promise.all([
    queryClient.query({ ...partnerQuery(partnerId), ...FROM_CACHE }),
    queryClient.query({ ...partnerSettingsQuery(partnerId), ...FROM_CACHE }),
  ]);
}

export function loadAccount(): Promise<unknown> {
  return queryClient.query({ ...sessionsQuery, ...FROM_CACHE });
}

/** Waits for a query, whatever comes of it: the page asks for the same and shows a failure itself. */
function begun(query: Promise<unknown>): Promise<unknown> {
  return query.catch(() => undefined);
}
