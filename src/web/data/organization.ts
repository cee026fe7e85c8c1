import { queryOptions } from "@tanstack/react-query";
import type { Answer } from "../../client/answer.ts";
import type { Shape } from "../../client/shape.ts";
import { api, need, needAnswer } from "./api.ts";
import { refreshAfter } from "./refresh.ts";

export type Organization = Shape<"OrganizationAnswer">;
export type OrganizationSettings = Shape<"OrganizationSettingsAnswer">;
export type SettingsAnswer = Answer<OrganizationSettings>;

/** A release on its way to an organization. */
export type Coming = Shape<"ForecastAnswer">["items"][number];

/** What a save for one organization takes; what is left out stays. */
export type OrganizationSettingsChange = Shape<"OrganizationSettingsBody">;

const ofOrganization = (id: string) => ({ params: { path: { id } } });

export function organizationQuery(id: string) {
  return queryOptions({
    queryKey: ["organization", id],
    queryFn: ({ signal }) => need(api.GET("/v1/organizations/{id}", { ...ofOrganization(id), signal })),
  });
}

/** What governs an organization, with the ETag that a save goes by. */
export function organizationSettingsQuery(id: string) {
  return queryOptions({
    queryKey: ["organization", id, "settings"],
    queryFn: ({ signal }) =>
      needAnswer(api.GET("/v1/organizations/{id}/release-settings", { ...ofOrganization(id), signal })),
  });
}

/** R17: what comes, and when; with a user: for that one. */
export function forecastQuery(id: string, user?: string) {
  return queryOptions({
    queryKey: ["organization", id, "forecast", user ?? null],
    queryFn: ({ signal }) => {
      const params = { path: { id }, query: { user } };
      return need(api.GET("/v1/organizations/{id}/forecast", { params, signal }));
    },
  });
}

/** R10: each partner's word, where they say different things. */
export function conflictQuery(id: string) {
  return queryOptions({
    queryKey: ["organization", id, "conflict"],
    queryFn: async ({ signal }) => {
      const params = { query: { organizationId: id } };
      return (await need(api.GET("/v1/conflicts", { params, signal }))).items[0] ?? null;
    },
  });
}

/** How many installations there are, and how many run what they should. */
export function organizationAdoptionQuery(id: string) {
  return queryOptions({
    queryKey: ["organization", id, "adoption"],
    queryFn: ({ signal }) =>
      need(api.GET("/v1/adoption", { params: { query: { organizationId: id } }, signal })),
  });
}

/** The newest changes of anything about an organization. */
export function recentChangesQuery(id: string, max: number) {
  return queryOptions({
    queryKey: ["organization", id, "changes", max],
    queryFn: ({ signal }) =>
      need(api.GET("/v1/adminAudit/events", { params: { query: { orgId: id, max } }, signal })),
  });
}

/** The last save of an organization's settings. */
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

/** Saves only if nobody else changed anything since what `etag` stands for. */
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

/** R9: the return to what is inherited, under the same condition. */
export async function returnToInheritance(id: string, etag: string | null): Promise<SettingsAnswer> {
  const sent = { ...ofOrganization(id), ...(etag !== null && { ifMatch: etag }) };
  const saved = await needAnswer(api.DELETE("/v1/organizations/{id}/release-settings", sent));
  refreshOrganization(id);
  return saved;
}

/** R24: an administrator of the organization opens its settings, which migrates older ones. */
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

/** A private address of the forecast as a calendar; it is shown once. */
export async function createForecastLink(id: string) {
  const made = await need(api.POST("/v1/organizations/{id}/forecast-links", ofOrganization(id)));
  refreshAfter({ subject: { kind: "forecast_link", id: made.id }, organizationId: id });
  return made;
}

export async function revokeForecastLink(organizationId: string, id: string): Promise<void> {
  await need(api.DELETE("/v1/forecast-links/{id}", { params: { path: { id } } }));
  refreshAfter({ subject: { kind: "forecast_link", id }, organizationId });
}
