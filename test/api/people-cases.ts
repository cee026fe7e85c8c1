import {
  ADMINISTRATOR,
  another,
  BY_PARTNER,
  type EndpointCase,
  newAdministrator,
  ORGANIZATION,
  read,
  TOKEN,
  TOKEN_MAKERS,
  write,
} from "./endpoint-case.ts";

/** The rows of {@link ENDPOINT_CASES} about administrators and tokens. */
export const PEOPLE_CASES: readonly EndpointCase[] = [
  read("/v1/me/notices", null, () => "/v1/me/notices"),
  write("POST /v1/administrators", ORGANIZATION, () => "/v1/administrators", {
    body: (_, organizationId) => newAdministrator(organizationId),
    status: 201,
    refused: TOKEN_MAKERS,
    hiddenFrom: BY_PARTNER,
  }),
  read("/v1/administrators", null, () => "/v1/administrators", { refused: TOKEN_MAKERS }),
  read("/v1/administrators/:id", ADMINISTRATOR, administratorPath, {
    refused: TOKEN_MAKERS,
    hiddenFrom: BY_PARTNER,
  }),
  write("PATCH /v1/administrators/:id", ADMINISTRATOR, administratorPath, {
    body: () => ({ displayName: `Olga ${another()}` }),
    refused: TOKEN_MAKERS,
    hiddenFrom: BY_PARTNER,
  }),
  write("DELETE /v1/administrators/:id", ADMINISTRATOR, administratorPath, {
    status: 204,
    refused: TOKEN_MAKERS,
    isUsedUp: true,
    hiddenFrom: BY_PARTNER,
  }),
  write("POST /v1/administrators/:id/preview", ADMINISTRATOR, (id) => `${administratorPath(id)}/preview`, {
    body: () => ({ disabled: true }),
    refused: TOKEN_MAKERS,
    hiddenFrom: BY_PARTNER,
  }),
  write(
    "POST /v1/administrators/:id/one-time-password",
    ADMINISTRATOR,
    (id) => `${administratorPath(id)}/one-time-password`,
    { refused: TOKEN_MAKERS, hiddenFrom: BY_PARTNER },
  ),
  write("POST /v1/tokens", ORGANIZATION, () => "/v1/tokens", {
    body: (_, organizationId) => ({ name: "script", role: "organization_read_only", organizationId }),
    status: 201,
    refused: TOKEN_MAKERS,
    hiddenFrom: BY_PARTNER,
  }),
  read("/v1/tokens", null, () => "/v1/tokens", { refused: TOKEN_MAKERS }),
  write("DELETE /v1/tokens/:id", TOKEN, (id) => `/v1/tokens/${id}`, {
    status: 204,
    refused: TOKEN_MAKERS,
    isUsedUp: true,
    hiddenFrom: BY_PARTNER,
  }),
  read("/v1/tokens/:id/removal/preview", TOKEN, (id) => `/v1/tokens/${id}/removal/preview`, {
    refused: TOKEN_MAKERS,
    hiddenFrom: BY_PARTNER,
  }),
  write("POST /v1/tokens/:id/keep", TOKEN, (id) => `/v1/tokens/${id}/keep`, {
    body: () => ({ reason: `the nightly script ${another()}` }),
    refused: TOKEN_MAKERS,
    isUsedUp: true,
    hiddenFrom: BY_PARTNER,
  }),
];

function administratorPath(id: string): string {
  return `/v1/administrators/${id}`;
}
