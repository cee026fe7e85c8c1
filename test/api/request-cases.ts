import {
  type EndpointCase,
  IN_CONFLICT,
  OPEN_REQUEST,
  ORGANIZATION,
  only,
  REQUEST_BY_ALPHA,
  REQUEST_TO_ALPHA,
  read,
  rivalOf,
  type Subject,
  write,
} from "./endpoint-case.ts";
import { STRANGERS, type Tenancy } from "./tenancy.ts";

/** Partners ask and answer; of these, those that may change settings. */
const PARTNERS_ASK = {
  ...only(["partner_full_admin", "partner_admin"]),
  partner_read_only: "role_read_only",
  partner_help_desk: "role_read_only",
};

const asking: Partial<EndpointCase> & { readonly body: (tenancy: Tenancy, id: string) => object } = {
  body: (tenancy, id) => ({
    toPartnerId: rivalOf(tenancy, id),
    schedule: { cadence: "latest", deferralWeeks: 1 },
  }),
  needsFeature: true,
  // Its customers are chosen, and the one that is in conflict is none of them.
  refused: { ...PARTNERS_ASK, partner_admin: "no_conflict" },
  isUsedUp: true,
  toldUnknown: "partner_full_admin",
};

/** The rows of requests between partners. */
export const REQUEST_CASES: readonly EndpointCase[] = [
  write("POST /v1/organizations/:id/schedule-requests", IN_CONFLICT, requestsPath, {
    ...asking,
    status: 201,
    hiddenFrom: STRANGERS,
  }),
  write(
    "POST /v1/organizations/:id/schedule-requests/preview",
    IN_CONFLICT,
    (id) => `${requestsPath(id)}/preview`,
    { ...asking, hiddenFrom: STRANGERS },
  ),
  read("/v1/organizations/:id/schedule-requests", ORGANIZATION, requestsPath),
  read("/v1/schedule-requests", null, () => "/v1/schedule-requests"),
  // Its customers are chosen, and none of them has an open request.
  answer("accept", OPEN_REQUEST, { refused: { ...PARTNERS_ASK, partner_admin: "request_not_open" } }),
  answer("decline", REQUEST_TO_ALPHA, { body: () => ({ note: "Not now." }), refused: PARTNERS_ASK }),
  answer("withdraw", REQUEST_BY_ALPHA, { refused: PARTNERS_ASK }),
];

function answer(
  what: "accept" | "decline" | "withdraw",
  subject: Subject,
  change: Partial<EndpointCase> & { readonly body?: () => object },
): EndpointCase {
  const path = (id: string) => `/v1/schedule-requests/${id}/${what}`;
  return write(`POST /v1/schedule-requests/:id/${what}`, subject, path, {
    hiddenFrom: STRANGERS,
    isUsedUp: true,
    toldUnknown: "partner_full_admin",
    ...change,
  });
}

function requestsPath(id: string): string {
  return `/v1/organizations/${id}/schedule-requests`;
}
