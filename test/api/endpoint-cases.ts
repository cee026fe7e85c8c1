import { BUILD_CASES } from "./build-cases.ts";
import {
  ADMINS,
  another,
  BUILD,
  type EndpointCase,
  FORECAST_LINK,
  FULL_PARTNERS,
  NOT_AN_ORGANIZATIONS,
  NOT_FOR_ORGANIZATIONS,
  ORGANIZATION,
  only,
  PARTNER,
  RELEASE,
  read,
  USER,
  VENDOR,
  write,
} from "./endpoint-case.ts";
import { ENROLMENT_CASES } from "./enrolment-cases.ts";
import { PEOPLE_CASES } from "./people-cases.ts";
import { REQUEST_CASES } from "./request-cases.ts";
import { STRANGERS, type Tenancy } from "./tenancy.ts";
import { UPLOAD_CASES } from "./upload-cases.ts";

const SHA512 = `${"A".repeat(86)}==`;
const DEVICE = "platform=win&arch=x64&version=45.1";

/** One row for each of `ENDPOINTS`; a test fails where one is missing. */
export const ENDPOINT_CASES: readonly EndpointCase[] = [
  read("/v1/me", null, () => "/v1/me", { isOpenBeforePasswordChange: true }),
  read("/v1/sessions", null, () => "/v1/sessions"),
  write("DELETE /v1/sessions/current", null, () => "/v1/sessions/current", {
    refused: only([], "no_session"),
    isOpenBeforePasswordChange: true,
  }),
  write("PUT /v1/me/password", null, () => "/v1/me/password", {
    body: () => ({ currentPassword: "a password of today", newPassword: "a password of tomorrow" }),
    refused: only([], "no_password"),
    isOpenBeforePasswordChange: true,
  }),
  ...PEOPLE_CASES,
  write("POST /v1/partners", null, () => "/v1/partners", {
    body: () => ({ name: "New" }),
    status: 201,
    refused: VENDOR,
  }),
  read("/v1/partners", null, () => "/v1/partners"),
  read("/v1/partners/:id", PARTNER, (id) => `/v1/partners/${id}`),
  write("PATCH /v1/partners/:id", PARTNER, (id) => `/v1/partners/${id}`, {
    body: () => ({ name: `Alpha ${another()}` }),
    refused: VENDOR,
  }),
  write("DELETE /v1/partners/:id", PARTNER, (id) => `/v1/partners/${id}`, {
    status: 204,
    refused: VENDOR,
    isUsedUp: true,
  }),
  read("/v1/partners/:id/removal/preview", PARTNER, (id) => `/v1/partners/${id}/removal/preview`, {
    refused: VENDOR,
    isUsedUp: true,
  }),
  read("/v1/partners/:id/release-settings", PARTNER, (id) => `/v1/partners/${id}/release-settings`, {
    refused: NOT_AN_ORGANIZATIONS,
  }),
  write("PUT /v1/partners/:id/release-settings", PARTNER, (id) => `/v1/partners/${id}/release-settings`, {
    needsFeature: true,
    body: () => ({ schedule: { cadence: "latest", deferralWeeks: another() % 5 } }),
    refused: {
      ...only(["vendor_admin", "partner_full_admin"], "role_read_only"),
      ...NOT_AN_ORGANIZATIONS,
    },
  }),
  write("POST /v1/partners/:id/release-settings/preview", PARTNER, partnerPreviewPath, {
    needsFeature: true,
    body: () => ({ schedule: { cadence: "latest", deferralWeeks: another() % 5 } }),
    refused: {
      ...only(["vendor_admin", "partner_full_admin"], "role_read_only"),
      ...NOT_AN_ORGANIZATIONS,
    },
  }),
  read("/v1/tuf/roots", null, () => "/v1/tuf/roots", { refused: VENDOR }),
  write("POST /v1/tuf/roots", null, () => "/v1/tuf/roots", {
    body: ({ tufRoot }) => tufRoot,
    status: 201,
    refused: VENDOR,
  }),
  write("POST /v1/organizations", PARTNER, () => "/v1/organizations", {
    body: (_, partnerId) => ({ name: "New", partnerIds: [partnerId] }),
    status: 201,
    refused: FULL_PARTNERS,
    hiddenFrom: [],
  }),
  read("/v1/organizations", null, () => "/v1/organizations"),
  read("/v1/organizations/:id", ORGANIZATION, (id) => `/v1/organizations/${id}`),
  write("PATCH /v1/organizations/:id", ORGANIZATION, (id) => `/v1/organizations/${id}`, {
    body: () => ({ name: `Acme ${another()}` }),
    refused: FULL_PARTNERS,
  }),
  write("POST /v1/organizations/:id/preview", ORGANIZATION, (id) => `/v1/organizations/${id}/preview`, {
    body: () => ({ partnerIds: [] }),
    refused: FULL_PARTNERS,
  }),
  write("DELETE /v1/organizations/:id", ORGANIZATION, (id) => `/v1/organizations/${id}`, {
    status: 204,
    refused: FULL_PARTNERS,
    isUsedUp: true,
  }),
  read("/v1/organizations/:id/release-settings", ORGANIZATION, settingsPath),
  write("PUT /v1/organizations/:id/release-settings", ORGANIZATION, settingsPath, {
    needsFeature: true,
    body: () => ({ schedule: { cadence: "slow", deferralWeeks: another() % 13 } }),
    refused: only(ADMINS, "role_read_only"),
  }),
  write("DELETE /v1/organizations/:id/release-settings", ORGANIZATION, settingsPath, {
    needsFeature: true,
    refused: only(ADMINS, "role_read_only"),
  }),
  write("POST /v1/organizations/:id/release-settings/open", ORGANIZATION, (id) => `${settingsPath(id)}/open`),
  write("POST /v1/organizations/:id/release-settings/preview", ORGANIZATION, previewPath, {
    needsFeature: true,
    body: () => ({ schedule: "inherit" }),
    refused: only(ADMINS, "role_read_only"),
  }),
  write("POST /v1/organizations/bulk-release-settings", ORGANIZATION, bulkPath, {
    needsFeature: true,
    body: (_, id) => ({
      organizationIds: [id],
      schedule: { cadence: "slow", deferralWeeks: another() % 13 },
    }),
    refused: only(ADMINS, "role_read_only"),
    // The refusal names the organization, so it is not the same for two: test/api/foresight/bulk.test.ts.
    hiddenFrom: [],
  }),
  read("/v1/conflicts", null, () => "/v1/conflicts"),
  read("/v1/legacy-migration", null, () => "/v1/legacy-migration"),
  read("/v1/organizations/:id/explain", ORGANIZATION, (id) => `/v1/organizations/${id}/explain?${DEVICE}`),
  read("/v1/organizations/:id/connections", ORGANIZATION, (id) => `/v1/organizations/${id}/connections`),
  read("/v1/organizations/:id/forecast", ORGANIZATION, (id) => `/v1/organizations/${id}/forecast`),
  read(
    "/v1/organizations/:id/year",
    ORGANIZATION,
    (id) => `/v1/organizations/${id}/year?platform=win&arch=x64`,
  ),
  ...REQUEST_CASES,
  ...ENROLMENT_CASES,
  write("POST /v1/organizations/:id/forecast-links", ORGANIZATION, forecastLinksPath, {
    status: 201,
    refused: only(ADMINS),
  }),
  read("/v1/organizations/:id/forecast-links", ORGANIZATION, forecastLinksPath, { refused: only(ADMINS) }),
  write("DELETE /v1/forecast-links/:id", FORECAST_LINK, (id) => `/v1/forecast-links/${id}`, {
    status: 204,
    refused: only(ADMINS),
    isUsedUp: true,
    hiddenFrom: STRANGERS,
  }),
  write("POST /v1/organizations/:id/users", ORGANIZATION, (id) => `/v1/organizations/${id}/users`, {
    body: () => ({ displayName: "New", email: "new@example.org" }),
    status: 201,
    refused: only(ADMINS),
  }),
  read("/v1/organizations/:id/users", ORGANIZATION, (id) => `/v1/organizations/${id}/users`),
  read("/v1/users/:id", USER, (id) => `/v1/users/${id}`),
  write("PATCH /v1/users/:id", USER, (id) => `/v1/users/${id}`, {
    body: () => ({ displayName: `Ann ${another()}` }),
    refused: only(ADMINS),
  }),
  write("DELETE /v1/users/:id", USER, (id) => `/v1/users/${id}`, {
    status: 204,
    refused: only(ADMINS),
    isUsedUp: true,
  }),
  read("/v1/users/:id/release-settings", USER, (id) => `/v1/users/${id}/release-settings`),
  write("PUT /v1/users/:id/release-settings", USER, (id) => `/v1/users/${id}/release-settings`, {
    needsFeature: true,
    body: () => ({ allowAutomaticUpgrades: another() % 2 === 0 }),
    refused: only(ADMINS, "role_read_only"),
  }),
  write("POST /v1/releases", null, () => "/v1/releases", {
    body: () => ({ version: `44.${another()}`, automaticAt: "2025-12-02" }),
    status: 201,
    refused: VENDOR,
  }),
  read("/v1/releases", null, () => "/v1/releases"),
  read("/v1/releases/dates", null, () => "/v1/releases/dates"),
  write("POST /v1/releases/preview", null, () => "/v1/releases/preview", {
    body: () => ({ version: `42.${another()}`, automaticAt: "2025-12-02" }),
    refused: VENDOR,
  }),
  write("POST /v1/releases/:id/preview", RELEASE, (id) => `/v1/releases/${id}/preview`, {
    body: () => ({ state: "paused" }),
    refused: VENDOR,
  }),
  read("/v1/releases/:id", RELEASE, (id) => `/v1/releases/${id}`),
  write("PATCH /v1/releases/:id", RELEASE, (id) => `/v1/releases/${id}`, {
    body: () => ({ notes: `note ${another()}` }),
    refused: VENDOR,
  }),
  write("POST /v1/releases/:id/builds", RELEASE, (id) => `/v1/releases/${id}/builds`, {
    body: () => ({
      platform: "win",
      arch: "x64",
      format: "exe",
      fileName: `app-${another()}.exe`,
      url: "https://cdn.example.org/app.exe",
      size: 1,
      sha512: SHA512,
    }),
    status: 201,
    refused: VENDOR,
  }),
  ...UPLOAD_CASES,
  ...BUILD_CASES,
  read("/v1/builds", null, () => "/v1/builds"),
  read("/v1/builds/:id/manifest", BUILD, (id) => `/v1/builds/${id}/manifest`),
  read("/v1/builds/:id/download", BUILD, (id) => `/v1/builds/${id}/download`, { status: 302 }),
  read("/v1/builds/downloads", null, () => "/v1/builds/downloads", {
    refused: { ...NOT_FOR_ORGANIZATIONS, partner_help_desk: "not_allowed" },
  }),
  write("POST /v1/imports/calendar", null, () => "/v1/imports/calendar", {
    body: () => ({ releases: [{ version: `43.${another()}`, automaticAt: "2025-11-04" }] }),
    refused: VENDOR,
  }),
  write("POST /v1/imports/check-ins", null, () => "/v1/imports/check-ins", {
    body: () => ({ requests: [{ at: "2026-01-01T00:00:00Z", url: "/v1/updates/check" }] }),
    refused: VENDOR,
  }),
  importOf("organizations", FULL_PARTNERS, ({ alpha }) => [
    "name,partnerIds",
    `Import ${another()},${alpha}`,
  ]),
  importOf("users", only(ADMINS), ({ acme }) => [
    "organizationId,displayName,email",
    `${acme},Import ${another()},import@example.org`,
  ]),
  importOf("legacy-settings", FULL_PARTNERS, ({ other }) => [
    "organizationId,frequency,weeks",
    `${other},one_month,${another() % 5}`,
  ]),
  read("/v1/exports/organizations", null, () => "/v1/exports/organizations"),
  read("/v1/exports/users", null, () => "/v1/exports/users"),
  read("/v1/exports/legacy-settings", null, () => "/v1/exports/legacy-settings"),
  { ...read("/v1/events", null, () => ""), call: () => ({ path: "/v1/events", isEndless: true }) },
  read("/v1/search", null, () => "/v1/search?q=acme"),
  read("/v1/adoption", ORGANIZATION, (id) => `/v1/adoption?organizationId=${id}`),
  read("/v1/adoption/schedules", ORGANIZATION, (id) => `/v1/adoption/schedules?organizationId=${id}`),
  read("/v1/installations", ORGANIZATION, (id) => `/v1/installations?organizationId=${id}`),
  read("/v1/organizations/counts", null, () => "/v1/organizations/counts"),
  read("/v1/organizations/:id/installations", ORGANIZATION, (id) => `/v1/organizations/${id}/installations`),
  read("/v1/adminAudit/events", ORGANIZATION, (id) => `/v1/adminAudit/events?orgId=${id}`, {
    refused: { partner_help_desk: "not_allowed" },
    // The vendor reads of what exists no more, too.
    toldUnknown: "partner_full_admin",
  }),
  // The first entry: that there is a partner Alpha.
  read("/v1/adminAudit/events/:sequence/undo", null, () => "/v1/adminAudit/events/1/undo", {
    refused: { partner_help_desk: "not_allowed", ...NOT_AN_ORGANIZATIONS },
  }),
  // What is undone cannot be undone again, so here is an entry that nobody has: test/api/undo.
  write("POST /v1/adminAudit/events/:sequence/undo", null, () => "/v1/adminAudit/events/900000/undo", {
    refused: { ...only([], "not_found"), partner_help_desk: "not_allowed" },
  }),
];

/** What is not theirs to see is told line by line: test/api/imports. */
function importOf(
  path: string,
  refused: EndpointCase["refused"],
  lines: (tenancy: Tenancy) => readonly string[],
): EndpointCase {
  const headers = { "content-type": "text/csv" };
  const at = `/v1/imports/${path}`;
  const call = (tenancy: Tenancy) => ({ path: at, raw: lines(tenancy).join("\n"), headers });
  return { ...read("", null, () => at), endpoint: `POST ${at}`, call, refused };
}

function settingsPath(id: string): string {
  return `/v1/organizations/${id}/release-settings`;
}

function previewPath(id: string): string {
  return `${settingsPath(id)}/preview`;
}

function partnerPreviewPath(id: string): string {
  return `/v1/partners/${id}/release-settings/preview`;
}

function forecastLinksPath(id: string): string {
  return `/v1/organizations/${id}/forecast-links`;
}

function bulkPath(): string {
  return "/v1/organizations/bulk-release-settings";
}
