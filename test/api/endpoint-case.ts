import { randomUUID } from "node:crypto";
import type { Role } from "../../src/tenancy/actor.ts";
import { parseId } from "../../src/tenancy/id.ts";
import { accepted, type Call, send } from "./caller.ts";
import {
  disagree,
  INSIDERS,
  make,
  makeOvertakenRequest,
  makeToken,
  STRANGERS,
  type Stranger,
  type Tenancy,
} from "./tenancy.ts";

/** How an endpoint is called, and who may: what the shared refusal suite needs to know of it. */
export interface EndpointCase {
  /** Method and path as `ENDPOINTS` has them. */
  readonly endpoint: string;
  /** A right call, but for its path; `id` is the subject's. */
  readonly call: (tenancy: Tenancy, id: string) => Omit<Call, "method">;
  /** What the id in the call is of; null: the call has none. */
  readonly subject: Subject | null;
  /** The status of an accepted call. */
  readonly status: number;
  /** The insiders whose role this is not, by the code of the refusal. All others are accepted. */
  readonly refused: Partial<Record<Role, string>>;
  /** The subject does not outlive an accepted call, so each one gets its own. */
  readonly isUsedUp?: true;
  /** It answers somebody who still has to change a one-time password. */
  readonly isOpenBeforePasswordChange?: true;
  /** R13: partners whose toggle is off are refused. */
  readonly needsFeature?: true;
  /** Strangers to whom the subject does not exist. */
  readonly hiddenFrom: readonly Stranger[];
  /** Who may call it with any id of the subtree, and is told that an id is nobody's. */
  readonly toldUnknown: Role;
}

/** Something with an id: how it is called in a long id, one that is there, and one of its own. */
export interface Subject {
  readonly kind: string;
  readonly existing: (tenancy: Tenancy) => string;
  readonly fresh: (tenancy: Tenancy) => Promise<string>;
}

export const ORGANIZATION: Subject = {
  kind: "ORGANIZATION",
  existing: ({ acme }) => acme,
  fresh: ({ server, alpha }) => make(server, "/v1/organizations", { name: "Short", partnerIds: [alpha] }),
};
export const PARTNER: Subject = {
  kind: "PARTNER",
  existing: ({ alpha }) => alpha,
  fresh: ({ server }) => make(server, "/v1/partners", { name: "Short" }),
};
export const USER: Subject = {
  kind: "PEOPLE",
  existing: ({ ann }) => ann,
  fresh: ({ server, acme }) =>
    make(server, `/v1/organizations/${acme}/users`, { displayName: "Short", email: "short@example.org" }),
};
export const RELEASE: Subject = {
  kind: "RELEASE",
  existing: ({ release }) => release,
  fresh: async ({ release }) => release,
};
export const BUILD: Subject = {
  kind: "BUILD",
  existing: ({ build }) => build,
  fresh: async ({ build }) => build,
};
export const TOKEN: Subject = {
  kind: "TOKEN",
  existing: ({ token }) => token,
  fresh: ({ server, acme }) =>
    make(server, "/v1/tokens", { name: "Short", role: "organization_read_only", organizationId: acme }),
};

export const ADMINISTRATOR: Subject = {
  kind: "PEOPLE",
  existing: ({ administrator }) => administrator,
  fresh: ({ server, acme }) => make(server, "/v1/administrators", newAdministrator(acme)),
};

export function newAdministrator(organizationId: string) {
  const email = `person-${another()}@example.org`;
  return { displayName: "Short", email, role: "organization_read_only", organizationId };
}

export const FORECAST_LINK: Subject = {
  kind: "FORECAST_LINK",
  existing: ({ forecastLink }) => forecastLink,
  fresh: ({ server, acme }) => make(server, `/v1/organizations/${acme}/forecast-links`),
};

/** Of organizations in conflict: the partner that serves them beside Alpha, and a token of its full administrator. */
const RIVALS = new Map<string, { readonly id: string; readonly token: string }>();

/** The partner that an organization in conflict, by its id in either form, is served by beside Alpha; for any other Beta. */
export function rivalOf({ beta }: Tenancy, organization: string): string {
  return RIVALS.get(parseId(organization) ?? "")?.id ?? beta;
}

/** An organization; a fresh one is in conflict between Alpha and a partner that serves nothing else. */
export const IN_CONFLICT: Subject = {
  kind: "ORGANIZATION",
  existing: ({ acme }) => acme,
  fresh: async ({ server, alpha }) => {
    const rival = await make(server, "/v1/partners", { name: "Rival" });
    const id = await make(server, "/v1/organizations", { name: "Shared", partnerIds: [alpha, rival] });
    const token = await makeToken(server, "partner_full_admin", { partnerId: rival });
    await disagree(server, token, id);
    RIVALS.set(id, { id: rival, token });
    return id;
  },
};

/** A request of Alpha to Beta about Acme that was overtaken. */
export const REQUEST_BY_ALPHA: Subject = {
  kind: "SCHEDULE_REQUEST",
  existing: ({ requestByAlpha }) => requestByAlpha,
  fresh: (tenancy) => makeOvertakenRequest(tenancy, "alpha"),
};

/** A request of Beta to Alpha about Acme that was overtaken. */
export const REQUEST_TO_ALPHA: Subject = {
  kind: "SCHEDULE_REQUEST",
  existing: ({ requestToAlpha }) => requestToAlpha,
  fresh: (tenancy) => makeOvertakenRequest(tenancy, "beta"),
};

/** The same; a fresh one is open, about an organization of its own. */
export const OPEN_REQUEST: Subject = {
  kind: "SCHEDULE_REQUEST",
  existing: ({ requestToAlpha }) => requestToAlpha,
  fresh: async (tenancy) => {
    const { server, alpha } = tenancy;
    const organization = await IN_CONFLICT.fresh(tenancy);
    const path = `/v1/organizations/${organization}/schedule-requests`;
    const body = { toPartnerId: alpha, schedule: { cadence: "slow", deferralWeeks: 3 } };
    const token = RIVALS.get(organization)?.token ?? null;
    return accepted(await send(server, token, { method: "POST", path, body })).id;
  },
};

/** The insiders, but for these, are refused with this code. */
export function only(roles: readonly Role[], code = "not_allowed"): Partial<Record<Role, string>> {
  const others = INSIDERS.filter((role) => !roles.includes(role));
  return Object.fromEntries(others.map((role) => [role, code]));
}

export const VENDOR = only(["vendor_admin"]);
export const FULL_PARTNERS = only(["vendor_admin", "partner_full_admin"]);
export const ADMINS = [
  "vendor_admin",
  "partner_full_admin",
  "partner_admin",
  "organization_full_admin",
] as const;
export const TOKEN_MAKERS = only(["vendor_admin", "partner_full_admin", "organization_full_admin"]);
/** What the people of an organization have no part in, and are told so. */
export const NOT_FOR_ORGANIZATIONS = {
  organization_full_admin: "not_allowed",
  organization_read_only: "not_allowed",
};
export const NOT_AN_ORGANIZATIONS = {
  organization_full_admin: "not_found",
  organization_read_only: "not_found",
};
export const BY_PARTNER: readonly Stranger[] = ["beta_full_admin", "foreign_full_admin"];
let count = 0;
/** Any two calls make different versions, names and tokens. */
export function another(): number {
  return count++;
}

export const read = (
  endpoint: string,
  subject: Subject | null,
  path: (id: string) => string,
  change: Partial<EndpointCase> = {},
): EndpointCase => ({
  endpoint: `GET ${endpoint}`,
  call: (_tenancy, id) => ({ path: path(id) }),
  subject,
  status: 200,
  refused: {},
  toldUnknown: "vendor_admin",
  hiddenFrom:
    subject === ORGANIZATION || subject === USER ? STRANGERS : subject === PARTNER ? BY_PARTNER : [],
  ...change,
});

export const write = (
  endpoint: string,
  subject: Subject | null,
  path: (id: string) => string,
  change: Partial<EndpointCase> & { readonly body?: (tenancy: Tenancy, id: string) => object } = {},
): EndpointCase => {
  const { body, ...rest } = change;
  const call = (tenancy: Tenancy, id: string) => ({
    path: path(id),
    ...(body && { body: body(tenancy, id) }),
  });
  return { ...read("", subject, path), endpoint, call, ...rest };
};

/** An id that nobody has. */
export const NOBODY = randomUUID();
