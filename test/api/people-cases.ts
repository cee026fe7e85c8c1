import {
  ADMINISTRATOR,
  another,
  BY_PARTNER,
  type EndpointCase,
  NOBODY,
  newAdministrator,
  ORGANIZATION,
  only,
  read,
  TOKEN,
  TOKEN_MAKERS,
  write,
} from "./endpoint-case.ts";

const PROOF = { currentPassword: "a password of today" };
const CREDENTIAL = { id: "AA", rawId: "AA", type: "public-key" };

/** The calls about one's own second factors, which tokens do not have, each with a right body. */
const OF_OWN_ACCOUNT: readonly (readonly [string, object | null])[] = [
  ["GET /v1/me/second-factors", null],
  ["POST /v1/me/second-factors/totp", PROOF],
  ["POST /v1/me/second-factors/totp/confirm", { name: "Phone", code: "000000" }],
  ["POST /v1/me/second-factors/passkey", PROOF],
  [
    "POST /v1/me/second-factors/passkey/confirm",
    {
      name: "Key",
      credential: { ...CREDENTIAL, response: { clientDataJSON: "AA", attestationObject: "AA" } },
    },
  ],
  ["POST /v1/me/second-factors/:id/remove", PROOF],
  ["POST /v1/me/second-factors/recovery-codes", PROOF],
  ["POST /v1/me/proof", PROOF],
];

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
  write(
    "POST /v1/administrators/:id/recovery-link",
    ADMINISTRATOR,
    (id) => `${administratorPath(id)}/recovery-link`,
    { refused: TOKEN_MAKERS, hiddenFrom: BY_PARTNER },
  ),
  read("/v1/administrators/:id/sessions", ADMINISTRATOR, (id) => `${administratorPath(id)}/sessions`, {
    refused: TOKEN_MAKERS,
    hiddenFrom: BY_PARTNER,
  }),
  write(
    "DELETE /v1/administrators/:id/sessions",
    ADMINISTRATOR,
    (id) => `${administratorPath(id)}/sessions`,
    {
      status: 204,
      refused: TOKEN_MAKERS,
      hiddenFrom: BY_PARTNER,
    },
  ),
  write(
    "DELETE /v1/administrators/:id/sessions/:sessionId",
    ADMINISTRATOR,
    (id) => `${administratorPath(id)}/sessions/${NOBODY}`,
    // Whoever may is told that there is no such session.
    { status: 404, refused: TOKEN_MAKERS, hiddenFrom: BY_PARTNER },
  ),
  write(
    "DELETE /v1/administrators/:id/second-factors",
    ADMINISTRATOR,
    (id) => `${administratorPath(id)}/second-factors`,
    { refused: TOKEN_MAKERS, hiddenFrom: BY_PARTNER },
  ),
  write("DELETE /v1/sessions", null, () => "/v1/sessions", { refused: only([], "no_session") }),
  write("DELETE /v1/sessions/:id", null, () => `/v1/sessions/${NOBODY}`, { refused: only([], "no_session") }),
  ...OF_OWN_ACCOUNT.map(([endpoint, body]) =>
    write(endpoint, null, () => endpoint.replace(/^\w+ /, "").replace(":id", NOBODY), {
      ...(body && { body: () => body }),
      refused: only([], "no_password"),
    }),
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
