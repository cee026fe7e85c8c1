import { queryOptions } from "@tanstack/react-query";
import type { Answer } from "../../client/answer.ts";
import type { Shape } from "../../client/shape.ts";
import { api, need, needAnswer } from "./api.ts";
import { refreshAfter } from "./refresh.ts";

export type Organization = Shape<"OrganizationAnswer">;
export type OrganizationSettings = Shape<"OrganizationSettingsAnswer">;
export type SettingsAnswer = Answer<OrganizationSettings>;

/** What comes for an organization, or for one of its users. */
export type Forecast = Shape<"ForecastAnswer">;

/** The body of a save for one organization; what is left out stays. */
export type OrganizationSettingsChange = Shape<"OrganizationSettingsBody">;

/** How something is asked: what breaks it off, if anything does. */
interface Asked {
  readonly signal?: AbortSignal;
}

const ofOrganization = (id: string) => ({ params: { path: { id } } });

export function organizationQuery(id: string) {
  return queryOptions({
    queryKey: ["organization", id],
    queryFn: ({ signal }) => need(api.GET("/v1/organizations/{id}", { ...ofOrganization(id), signal })),
  });
}

/** Gives a customer the number that a partner has for it; an empty one takes it away. */
export async function giveNumber(id: string, partnerId: string, number: string): Promise<Organization> {
  const body = { customerNumbers: [{ partnerId, number: number === "" ? null : number }] };
  const saved = await need(api.PATCH("/v1/organizations/{id}", { ...ofOrganization(id), body }));
  refreshAfter({ subject: { kind: "organization", id }, organizationId: id });
  return saved;
}

/** The settings that govern an organization, with the ETag for a save. */
export function organizationSettingsQuery(id: string) {
  return queryOptions({
    queryKey: ["organization", id, "settings"],
    queryFn: ({ signal }) => readSettings(id, { signal }),
  });
}

/** Reads the same from the server now, beside what the page shows. */
export function readSettings(id: string, asked: Asked = {}): Promise<SettingsAnswer> {
  return needAnswer(api.GET("/v1/organizations/{id}/release-settings", { ...ofOrganization(id), ...asked }));
}

/** R17: the coming releases with their dates, for the organization or for one user. */
export function forecastQuery(id: string, user?: string) {
  return queryOptions({
    queryKey: ["organization", id, "forecast", user ?? null],
    queryFn: ({ signal }) => {
      const params = { path: { id }, query: { user } };
      return need(api.GET("/v1/organizations/{id}/forecast", { params, signal }));
    },
  });
}

/** R10: one partner of a conflict, and what it set. */
export type ConflictSide = Shape<"ConflictList">["items"][number]["sides"][number];

/** R10: the conflict of an organization with the schedule of each partner, or null if there is none. */
export function conflictQuery(id: string) {
  return queryOptions({
    queryKey: ["organization", id, "conflict"],
    queryFn: ({ signal }) => readConflict(id, { signal }),
  });
}

/** Reads the same from the server now, beside what the page shows. */
export async function readConflict(id: string, asked: Asked = {}) {
  const params = { query: { organizationId: id } };
  return (await need(api.GET("/v1/conflicts", { params, ...asked }))).items[0] ?? null;
}

/** How many installations an organization has, and how many are up to date. */
export function organizationAdoptionQuery(id: string) {
  return queryOptions({
    queryKey: ["organization", id, "adoption"],
    queryFn: ({ signal }) =>
      need(api.GET("/v1/adoption", { params: { query: { organizationId: id } }, signal })),
  });
}

/** The newest entries of the ledger about an organization. */
export function recentChangesQuery(id: string, max: number) {
  return queryOptions({
    queryKey: ["organization", id, "changes", max],
    queryFn: ({ signal }) =>
      need(
        api.GET("/v1/adminAudit/events", {
          params: { query: { orgId: id, max, together: "folded" } },
          signal,
        }),
      ),
  });
}

/** The last save of an organization's settings, or null if there was none. */
export function lastSaveQuery(id: string) {
  return queryOptions({
    queryKey: ["organization", id, "last-save"],
    queryFn: async ({ signal }) => {
      const query = { orgId: id, subject: "organization_settings", max: 1 };
      return (await need(api.GET("/v1/adminAudit/events", { params: { query }, signal }))).items[0] ?? null;
    },
  });
}

export function previewOrganizationSettings(id: string, body: Shape<"OrganizationPreviewBody">) {
  return need(api.POST("/v1/organizations/{id}/release-settings/preview", { ...ofOrganization(id), body }));
}

/** Saves if nothing was changed since the answer with this `etag`; otherwise the server refuses (412). */
export async function saveOrganizationSettings(
  id: string,
  body: OrganizationSettingsChange,
  etag: string | null,
): Promise<SettingsAnswer> {
  const sent = { ...ofOrganization(id), body, ...(etag !== null && { ifMatch: etag }) };
  const saved = await needAnswer(api.PUT("/v1/organizations/{id}/release-settings", sent));
  refreshOrganization(id);
  return saved;
}

/** R9: returns to what is inherited, under the same condition. */
export async function returnToInheritance(id: string, etag: string | null): Promise<SettingsAnswer> {
  const sent = { ...ofOrganization(id), ...(etag !== null && { ifMatch: etag }) };
  const saved = await needAnswer(api.DELETE("/v1/organizations/{id}/release-settings", sent));
  refreshOrganization(id);
  return saved;
}

/** R24: an administrator of the organization opens its settings, which migrates legacy ones. */
export async function openSettings(id: string): Promise<OrganizationSettings> {
  const opened = await need(api.POST("/v1/organizations/{id}/release-settings/open", ofOrganization(id)));
  refreshOrganization(id);
  return opened;
}

function refreshOrganization(id: string): void {
  refreshAfter({ subject: { kind: "organization_settings", id }, organizationId: id });
}

export function forecastLinksQuery(id: string) {
  return queryOptions({
    queryKey: ["organization", id, "forecast-links"],
    queryFn: ({ signal }) =>
      need(api.GET("/v1/organizations/{id}/forecast-links", { ...ofOrganization(id), signal })),
  });
}

/** Creates a private address of the forecast as a calendar. The answer alone contains it. */
export async function createForecastLink(id: string) {
  const made = await need(api.POST("/v1/organizations/{id}/forecast-links", ofOrganization(id)));
  refreshAfter({ subject: { kind: "forecast_link", id: made.id }, organizationId: id });
  return made;
}

export async function revokeForecastLink(organizationId: string, id: string): Promise<void> {
  await need(api.DELETE("/v1/forecast-links/{id}", { params: { path: { id } } }));
  refreshAfter({ subject: { kind: "forecast_link", id }, organizationId });
}
